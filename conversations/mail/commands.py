"""What a `+` in a reply address asks for. Only an address commands: prose is never guessed at."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.mail.stopping import stop
from conversations.models import Participation, Thread
from groups import access
from groups.models import Group, MailChoice

Attention = Participation.Attention

ATTENTION = {
    "follow": (
        Attention.FOLLOW,
        gettext_lazy("You follow this conversation: every message in it comes by mail."),
    ),
    "mute": (
        Attention.MUTE,
        gettext_lazy("You have muted this conversation: only what names you still comes by mail."),
    ),
    "normal": (
        Attention.NORMAL,
        gettext_lazy("You get mail of this conversation as of the others in its group."),
    ),
}
CHOICES = {
    "every": MailChoice.EVERY,
    "mentions": MailChoice.MENTIONS,
    "daily": MailChoice.DAILY,
    "weekly": MailChoice.WEEKLY,
}
OFF = "off"
COMMANDS = {*ATTENTION, *CHOICES, OFF}


def obey(person, thread, command):
    """Do what it asks; a second time changes nothing. Returns a sentence in the current language
    that says what was done. Raises `MayNot` for who does not read the conversation any more, but
    may always end its mail, and KeyError for what is no command."""
    if command == OFF:
        return _stop(person, thread.group_id)
    if not Thread.objects.visible_to(person).filter(pk=thread.pk).exists():
        raise access.MayNot(command)
    if command in ATTENTION:
        attention, sentence = ATTENTION[command]
        participation = thread.participation(person)
        if participation.attention != attention:
            participation.attend(attention)
        return str(sentence)
    return _choose(person, thread.group, CHOICES[command])


def _stop(person, group_key):
    """As the one click of `List-Unsubscribe` does; so the name of a group is told to nobody who may
    not know it."""
    stop(person, group_key)
    if group := Group.objects.visible_to(person).filter(pk=group_key).first():
        return _(
            "From now on you get no mail of %(group)s. You can still read and write there."
        ) % {"group": group}
    return _("From now on you get no mail of this group.")


def _choose(person, group, choice):
    """What comes by mail from the whole group."""
    membership = group.memberships.filter(person=person).first()
    if membership is None:
        raise access.MayNot("choose")
    membership.choose_mail(choice, membership.digest_hour)
    about = {"group": group.name, "choice": choice.label}
    return _("From now on you get from the group “%(group)s”: %(choice)s.") % about

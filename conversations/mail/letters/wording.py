"""What a letter says besides the words of people."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conversations.models import Thread
from conversations.wording import NAMED
from groups.models import Reading

# Why someone gets it, by the key that the sender gives.
WHY = {
    "every": gettext_lazy("You get this mail because you chose every message of %(group)s."),
    "mention": gettext_lazy(
        "You get this mail because you are mentioned or answered in a conversation of %(group)s."
    ),
    "follow": gettext_lazy("You get this mail because you follow this conversation in %(group)s."),
    "daily": gettext_lazy("You get this mail because you chose a summary of %(group)s each day."),
    "weekly": gettext_lazy(
        "You get this mail because you chose a summary of %(group)s each Monday."
    ),
}


def why_in_words(why, group_name):
    return WHY[why] % {"group": group_name}


def answer_in_words(thread):
    """Who reads what is answered to a mail of this conversation."""
    group, reading = thread.group, thread.effective_reading
    if thread.hidden_at:
        return _("Your answer is read by the moderators of %(group)s.") % {"group": group}
    if reading == Reading.MEMBERS and group.is_small:
        return _("Your answer is read by the people in this conversation: %(names)s.") % {
            "names": _names(thread)
        }
    if reading == Reading.MEMBERS:
        return _("Your answer is read by %(who)s.") % {"who": _counted(thread)}
    if group.subsite_id and group.subsite.is_closed:
        return _("Your answer can be read by everyone who has access to %(place)s.") % {
            "place": group.subsite
        }
    if reading == Reading.PUBLIC:
        return _("Your answer can be read by everyone, also without signing in.")
    return _("Your answer can be read by everyone who is signed in.")


def what_happens(group):
    """To an answer by mail."""
    if group.approves_newcomers or group.approves_guests:
        return _("It stands there under your name; a moderator may look at it first.")
    return _("It stands in the conversation within seconds, under your name.")


def _counted(thread):
    counted = Thread.objects.filter(pk=thread.pk).order_by().with_audience()
    [(members, guests)] = counted.values_list("members_count", "guests_count")
    about = {"count": members, "group": thread.group}
    who = ngettext(
        "the %(count)s member of %(group)s", "the %(count)s members of %(group)s", members
    ) % about  # fmt: skip
    if not guests:
        return who
    visitors = ngettext("%(count)s guest", "%(count)s guests", guests) % {"count": guests}
    return _("%(members)s and %(guests)s") % {"members": who, "guests": visitors}


def _names(thread):
    names = list(thread.readers().order_by("name").values_list("name", flat=True))
    if len(names) > NAMED:
        more = len(names) - NAMED
        others = ngettext("%(count)s other", "%(count)s others", more) % {"count": more}
        names = [*names[:NAMED], others]
    return get_text_list(names, _("and"))

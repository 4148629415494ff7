from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from groups.models import Group, MailDoor, Reading

CONSEQUENCES = {
    "reading": {
        Reading.PUBLIC: _("Search engines find the conversations. Visitors need no account."),
        Reading.SIGNED_IN: _("Colleagues in other organisations read along; only members write."),
        Reading.MEMBERS: _("Nobody else reads a word of it, and who leaves reads no further."),
    },
    "joining": {
        Group.Joining.OPEN: _("With one click. Members may also invite others."),
        Group.Joining.REQUEST: _("They write why; you let them in, or say why not."),
        Group.Joining.INVITATION: _("Moderators invite, by e-mail address, list or link."),
    },
    "mail_door": {
        MailDoor.NOBODY: _("People answer by mail, and begin in the browser."),
        MailDoor.MEMBERS: _("The subject of a mail to the group becomes that of a conversation."),
        MailDoor.INVITED: _("Who was invited and has not come yet takes part by writing a mail."),
        MailDoor.ANYONE: _("Residents and organisations can write, also without an account."),
    },
}


def in_words(choices, consequences):
    """Each choice with what follows from it."""
    words = '<span>{}<span class="consequence">{}</span></span>'
    return [(value, format_html(words, label, consequences[value])) for value, label in choices]


class GroupForm(forms.ModelForm):
    """`person` opens the group, or changes it."""

    class Meta:
        model = Group
        fields = [
            "name", "description", "reading", "joining", "listed", "parent",
            "approves_newcomers", "approves_guests", "takes_public_reactions",
            "mail_door", "mails_words",
        ]  # fmt: skip
        widgets = {
            "reading": forms.RadioSelect,
            "joining": forms.RadioSelect,
            "mail_door": forms.RadioSelect,
        }
        help_texts = {
            "listed": _("Who is not a member sees the name and this description, and how to join."),
            "takes_public_reactions": _(
                "Only where everyone reads, also without signing in. Their e-mail address is not "
                "shown."
            ),
            "mails_words": _(
                "Otherwise mails only say that there is news, and people read it after signing in."
            ),
        }

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        for name, consequences in CONSEQUENCES.items():
            choices = Group._meta.get_field(name).choices
            self.fields[name].choices = in_words(choices, consequences)
        if self.instance.pk and self.instance.subgroups.exists():
            self.fields["reading"].help_text = _(
                "Groups in this group never have more readers: they follow."
            )
        self._offer_parents(person)

    def _offer_parents(self, person):
        """Groups where this person keeps order, and the one where it stands already."""
        kept = Group.objects.moderated_by(person).used().filter(is_small=False)
        offered = kept | Group.objects.filter(pk=self.instance.parent_id)
        self.fields["parent"].queryset = offered.exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _("It stands on its own")
        if not offered.exclude(pk=self.instance.pk).exists():
            del self.fields["parent"]

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Reading

CONSEQUENCES = {
    Reading.PUBLIC: _("Search engines find the conversations. Visitors need no account."),
    Reading.SIGNED_IN: _("Colleagues in other organisations read along; only members write."),
    Reading.MEMBERS: _("Nobody else reads a word of it, and who leaves reads no further."),
    Group.Joining.OPEN: _("With one click. Members may also invite others."),
    Group.Joining.REQUEST: _("They write why; you let them in, or say why not."),
    Group.Joining.INVITATION: _("Moderators invite, by e-mail address, list or link."),
}


def in_words(choices):
    """Each choice with what follows from it."""
    words = '<span>{}<span class="consequence">{}</span></span>'
    return [(value, format_html(words, label, CONSEQUENCES[value])) for value, label in choices]


class GroupForm(forms.ModelForm):
    """`person` opens the group, or changes it."""

    class Meta:
        model = Group
        fields = [
            "name", "description", "reading", "joining", "listed", "parent",
            "approves_newcomers", "approves_guests", "takes_public_reactions",
        ]  # fmt: skip
        widgets = {"reading": forms.RadioSelect, "joining": forms.RadioSelect}
        help_texts = {
            "listed": _("Who is not a member sees the name and this description, and how to join."),
            "takes_public_reactions": _(
                "Only where everyone reads, also without signing in. Their e-mail address is not "
                "shown."
            ),
        }

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        for field, choices in (("reading", Reading), ("joining", Group.Joining)):
            self.fields[field].choices = in_words(choices.choices)
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

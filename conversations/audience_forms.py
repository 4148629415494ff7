"""What people fill in about who reads a conversation."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models import Reading
from workspace.text import clean_line

LASTING = {"7": _("1 week"), "30": _("1 month"), "91": _("3 months")}


class ReadingForm(forms.Form):
    """As the group, or narrower."""

    reading = forms.ChoiceField(
        label=_("Who can read this conversation?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _(
                "A conversation cannot be read by more people than its group. Choose one of these."
            )
        },
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        values = Reading.values[Reading.values.index(group.reading) + 1 :]
        self.fields["reading"].choices = [
            ("", _("As the group: %(who)s") % {"who": group.get_reading_display()}),
            *((value, Reading(value).label) for value in values),
        ]

    @property
    def has_choice(self):
        return len(self.fields["reading"].choices) > 1


class GuestForm(forms.Form):
    """`whom` becomes a person, or an e-mail address; `until` a moment or None."""

    whom = forms.CharField(
        label=_("Name or e-mail address"),
        max_length=254,
        help_text=_("Someone who is here already, by name; anyone else, by e-mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    until = forms.ChoiceField(
        label=_("Until when?"),
        required=False,
        choices=[("", _("No end date")), *LASTING.items()],
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.found = person, []

    def clean_whom(self):
        sought = clean_line(self.cleaned_data["whom"])
        if "@" in sought:
            return forms.EmailField().clean(sought)
        people = access.visible_people(self.person).exclude(pk=self.person.pk)
        self.found = list(people.filter(handle=sought.lower()) or people_named(people, sought))
        if len(self.found) == 1:
            return self.found[0]
        raise ValidationError(
            _("Several people have this name. Choose one of them.")
            if self.found
            else _("Nobody here has this name. Write an e-mail address instead.")
        )

    def clean_until(self):
        days = self.cleaned_data["until"]
        return timezone.now() + timedelta(days=int(days)) if days else None


def people_named(people, sought, at_most=8):
    """Those with exactly this name, or else those whose name holds it."""
    exactly = people.filter(name__iexact=sought)
    return (exactly or people.filter(name__icontains=sought))[:at_most]

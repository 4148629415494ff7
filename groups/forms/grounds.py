"""Saying why: the words that go with a decision."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groups.models.discipline import MAX_GROUNDS
from workspace.text import clean_line

DAYS = [(1, _("1 day")), (7, _("1 week")), (30, _("1 month"))]


class Words(forms.CharField):
    """One line, however it was typed; nothing unseen counts as words."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **options):
        super().__init__(**{"max_length": MAX_GROUNDS, **options})

    def clean(self, value):
        words = super().clean(clean_line(value or ""))
        if self.required and not words:
            raise ValidationError(self.error_messages["required"], code="required")
        return words


class GroundsForm(forms.Form):
    grounds = Words(
        label=_("Grounds"), help_text=_("The person reads this, and so do the other moderators."),
        error_messages={"required": _("Say why. The person reads this.")},
    )  # fmt: skip


class ShownGroundsForm(GroundsForm):
    """Of words that are taken away: the grounds stand in their place."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grounds"].help_text = _("The author reads this, and so do all readers.")


class UndoForm(forms.Form):
    grounds = Words(label=_("Why"), required=False, help_text=_("The person reads this."))


class PauseForm(GroundsForm):
    days = forms.TypedChoiceField(label=_("For how long?"), choices=DAYS, coerce=int, initial=7)
    field_order = ["days", "grounds"]


class EnterForm(forms.Form):
    grounds = Words(
        label=_("Why must you be in this group?"),
        help_text=_("The owners read this at once, and it stays in the log."),
        error_messages={"required": _("Say why. The owners read this.")},
    )

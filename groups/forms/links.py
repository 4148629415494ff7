from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAYS = [(1, _("1 day")), (7, _("1 week")), (30, _("1 month")), (90, _("3 months"))]


class LinkForm(forms.Form):
    """An invitation for whoever holds it: how long, and for how many people."""

    days = forms.TypedChoiceField(
        label=_("How long does it work?"), choices=DAYS, coerce=int, initial=7
    )
    most_uses = forms.IntegerField(
        label=_("For how many people?"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Leave empty for no limit. Write 1 for one person."),
    )

    @property
    def terms(self):
        """As `Group.make_link` takes them."""
        days = timedelta(days=self.cleaned_data["days"])
        return {"expires_at": timezone.now() + days, "most_uses": self.cleaned_data["most_uses"]}

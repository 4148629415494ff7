"""What to look for in the log of mails that came in."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models import Delivery
from groups.forms.filtering import FilterForm

ALL = [("", _("All"))]


class DeliveryForm(FilterForm):
    """What to look for in the mail log."""

    SINCE = {"1": _("One day"), "7": _("A week"), "30": _("A month")}

    q = forms.CharField(
        label=_("Address, subject or Message-ID"), required=False, max_length=200, strip=True,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("What became of it"), required=False, choices=[*ALL, *Delivery.Outcome.choices]
    )
    transport = forms.ChoiceField(
        label=_("How it came in"), required=False, choices=[*ALL, *Delivery.Transport.choices]
    )
    since = forms.ChoiceField(
        label=_("How long ago at most"), required=False, choices=[*ALL, *SINCE.items()]
    )

    def found(self, deliveries, person):
        asked = self.asked()
        for name in asked.keys() & {"outcome", "transport"}:
            deliveries = deliveries.filter(**{name: asked[name]})
        if "since" in asked:
            since = timezone.now() - timedelta(days=int(asked["since"]))
            deliveries = deliveries.filter(received_at__gte=since)
        return deliveries.seeking(asked["q"], person) if "q" in asked else deliveries

"""What people fill in to report, to appeal, and to decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conversations.models import Report
from conversations.models.gate import Pace
from groups.forms.grounds import Words


class ReportForm(forms.Form):
    category = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Category, widget=forms.RadioSelect
    )
    words = Words(
        label=_("In your own words"), required=False, max_length=1_000,
        help_text=_("Only the moderators read this."),
    )  # fmt: skip


class OutcomeForm(forms.Form):
    outcome = Words(
        label=_("What do you tell who reported it?"),
        error_messages={"required": _("Say what you did, or why nothing is needed.")},
    )


class AppealForm(forms.Form):
    words = Words(
        label=_("Why do you not agree?"), max_length=1_000,
        help_text=_("Another moderator than the one who decided reads this."),
        error_messages={"required": _("Say why you do not agree.")},
    )  # fmt: skip


class PaceForm(forms.Form):
    seconds = forms.TypedChoiceField(label=_("How fast?"), choices=Pace, coerce=int)

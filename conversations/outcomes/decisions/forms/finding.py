"""What to look for in a register of decisions."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.outcomes.decisions.models import Method, State
from groups.forms.filtering import FilterForm


class RegisterForm(FilterForm):
    """What to look for in the register of decisions."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, strip=True,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("How it stands"), required=False,
        choices=[("", _("All")), *State.choices],
    )  # fmt: skip
    method = forms.ChoiceField(
        label=_("How it is decided"), required=False, choices=[("", _("All")), *Method.choices]
    )
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, years=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("All")), *((year, year) for year in years)]

    def found(self, decisions):
        asked = self.asked()
        if "state" in asked:
            decisions = decisions.with_state(asked["state"])
        if "method" in asked:
            decisions = decisions.filter(method=asked["method"])
        if "year" in asked:
            decisions = decisions.filter(created_at__year=asked["year"])
        for word in asked.get("q", "").split()[:8]:
            named = Q(title__icontains=word) | Q(statement__icontains=word)
            decisions = decisions.filter(named | Q(message__body__icontains=word))
        return decisions

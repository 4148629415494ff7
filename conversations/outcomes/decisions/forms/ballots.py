"""The form of an answer: for each method its own. `answer` is what `Decision.cast` takes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conversations.outcomes.decisions.forms.ballot import BallotForm
from conversations.outcomes.decisions.forms.each import DatesForm, RankedForm, ScoreForm
from conversations.outcomes.decisions.models import Method

# What someone says with each answer, for who does not know the method.
CONSEQUENCES = {
    "reservation": gettext_lazy("The decision stands; your reservation stands beside it."),
    "changes": gettext_lazy("Good, if what you write is taken in."),
    "consent": gettext_lazy("Good enough for now, and safe enough to try."),
    "object": gettext_lazy("It would do harm. You write which harm, and what would take it away."),
    "disagree": gettext_lazy("You would rather not, but you do not stand in the way."),
    "block": gettext_lazy("This may not happen. One block stops the proposal; write why."),
}


class StandForm(BallotForm):
    """Advice, consent, consensus, and how one stands to what was decided."""

    def make_fields(self):
        line = '<span>{}<span class="consequence">{}</span></span>'
        choices = [
            (key, format_html(line, label, CONSEQUENCES[key]) if key in CONSEQUENCES else label)
            for key, label in self.decision.stands.items()
        ]
        self.fields["stand"] = forms.ChoiceField(
            label=_("Your answer"), choices=choices, widget=forms.RadioSelect
        )

    def was(self, answer):
        return {"stand": answer["stand"]}

    @property
    def answer(self):
        return self.cleaned_data["stand"]


class VoteForm(BallotForm):
    def make_fields(self):
        most = self.decision.max_choices
        if most == 1:
            self.fields["options"] = forms.ChoiceField(
                label=_("Your answer"), choices=self.option_choices, widget=forms.RadioSelect
            )
            return
        self.fields["options"] = forms.MultipleChoiceField(
            label=_("Your answer"), choices=self.option_choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=ngettext(
                "Choose at most %(count)d option.", "Choose at most %(count)d options.", most
            ) % {"count": most} if most else _("Choose as many as you like."),
        )  # fmt: skip

    def was(self, answer):
        numbers = [str(number) for number in answer["options"]]
        return {"options": numbers[0] if self.decision.max_choices == 1 else numbers}

    def clean_options(self):
        chosen, most = self.cleaned_data["options"], self.decision.max_choices
        chosen = [chosen] if isinstance(chosen, str) else chosen
        if most and len(chosen) > most:
            raise ValidationError(
                ngettext(
                    "Choose at most %(count)d option.", "Choose at most %(count)d options.", most
                )
                % {"count": most}
            )
        return [int(number) for number in chosen]

    @property
    def answer(self):
        return self.cleaned_data["options"]


FORMS = {
    Method.VOTE: VoteForm, Method.RANKED: RankedForm, Method.SCORE: ScoreForm,
    Method.DATES: DatesForm,
}  # fmt: skip


def ballot_form(decision):
    """The class of the form with which this decision is answered."""
    return FORMS.get(decision.method, StandForm)

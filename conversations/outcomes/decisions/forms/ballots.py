"""The form of an answer: for each method its own. `answer` is what `Decision.cast` takes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conversations.outcomes.decisions.forms.fields import Text
from conversations.outcomes.decisions.models import Meaning, Method, Reasons
from conversations.outcomes.decisions.wording import option_words

# What someone says with each answer, for who does not know the method.
CONSEQUENCES = {
    "reservation": gettext_lazy("The decision stands; your reservation stands beside it."),
    "changes": gettext_lazy("Good, if what you write is taken in."),
    "consent": gettext_lazy("Good enough for now, and safe enough to try."),
    "object": gettext_lazy("It would do harm. You write which harm, and what would take it away."),
    "disagree": gettext_lazy("You would rather not, but you do not stand in the way."),
    "block": gettext_lazy("This may not happen. One block stops the proposal; write why."),
}
OBJECTED_TO = {Method.RECORDED, Method.CONSENT, Method.CONSENSUS}
DATE_WORDS = {
    "yes": gettext_lazy("Yes"), "maybe": gettext_lazy("If need be"), "no": gettext_lazy("No"),
}  # fmt: skip


class BallotForm(forms.Form):
    """`ballot` is what was answered before."""

    use_required_attribute = False

    def __init__(self, *args, decision, ballot=None, **kwargs):
        self.decision = decision
        self.options = [option for option in decision.options.all() if not option.is_withdrawn]
        super().__init__(*args, **kwargs)
        self.make_fields()
        if not decision.is_secret and (decision.stands or decision.reasons != Reasons.NEVER):
            self.fields["reason"] = Text(
                label=self.reason_label, required=self.needs_reason, help_text=self.reason_help
            )
        if ballot is not None:
            self.initial = self.was(ballot.answer) | {"reason": ballot.reason} | self.initial

    def make_fields(self):
        raise NotImplementedError

    def was(self, answer):
        """What the fields begin with, of an answer as it is kept."""
        raise NotImplementedError

    @property
    def answer(self):
        raise NotImplementedError

    @property
    def needs_reason(self):
        return self.decision.reasons == Reasons.ALWAYS or self.decision.method == Method.ADVICE

    @property
    def reason_label(self):
        if self.decision.method == Method.ADVICE:
            return _("Your advice")
        return _("Why?") if self.can_object else _("Remark")

    @property
    def reason_help(self):
        if self.needs_reason or not self.can_object:
            return ""
        if self.decision.method == Method.RECORDED:
            return _("For a reservation a reason is needed.")
        if self.decision.stands or self.decision.reasons == Reasons.OBJECTION:
            return _("For an objection a reason is needed.")
        return ""

    @property
    def can_object(self):
        """Whether one of the answers is against something."""
        against = any(option.meaning == Meaning.AGAINST for option in self.options)
        return against or self.decision.method in OBJECTED_TO

    def option_choices(self):
        return [(str(option.number), option_words(option)) for option in self.options]


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


class EachForm(BallotForm):
    """A field for each option."""

    def make_fields(self):
        for option in self.options:
            self.fields[f"option_{option.number}"] = self.field_of(option_words(option))

    def field_of(self, label):
        raise NotImplementedError

    def given(self):
        """{option number: what was filled in there}."""
        given = {o.number: self.cleaned_data.get(f"option_{o.number}") for o in self.options}
        return {number: value for number, value in given.items() if value not in ("", None)}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.given():
            raise ValidationError(_("Give an answer to at least one of these."))
        return cleaned


class RankedForm(EachForm):
    """Places, chosen from lists: by keyboard and without JavaScript. Who leaves a place out has
    put the others in order just as well."""

    def field_of(self, label):
        places = [(str(n), n) for n in range(1, len(self.options) + 1)]
        none = [("", _("no preference"))]
        return forms.ChoiceField(label=label, required=False, choices=none + places)

    def was(self, answer):
        return {f"option_{n}": str(place) for place, n in enumerate(answer["ranking"], 1)}

    def clean(self):
        cleaned = super().clean()
        places = {}
        for number, place in self.given().items():
            if place in places:
                self.add_error(f"option_{number}", _("Another option has this place, too."))
            places[place] = number
        return cleaned

    @property
    def answer(self):
        given = self.given()
        return sorted(given, key=lambda number: int(given[number]))


class ScoreForm(EachForm):
    def field_of(self, label):
        points = [(str(n), n) for n in range(self.decision.max_score + 1)]
        return forms.TypedChoiceField(
            label=label, required=False, coerce=int, choices=points, empty_value=None,
            widget=forms.RadioSelect(attrs={"class": "inline"}),
        )  # fmt: skip

    def was(self, answer):
        return {f"option_{n}": points for n, points in answer["scores"]}

    @property
    def answer(self):
        return self.given()


class DatesForm(EachForm):
    def field_of(self, label):
        return forms.ChoiceField(
            label=label, choices=DATE_WORDS.items(), required=False,
            widget=forms.RadioSelect(attrs={"class": "inline"}),
        )  # fmt: skip

    def was(self, answer):
        return {f"option_{n}": word for n, word in answer["dates"]}

    @property
    def answer(self):
        return self.given()


FORMS = {
    Method.VOTE: VoteForm, Method.RANKED: RankedForm, Method.SCORE: ScoreForm,
    Method.DATES: DatesForm,
}  # fmt: skip


def ballot_form(decision):
    """The class of the form with which this decision is answered."""
    return FORMS.get(decision.method, StandForm)

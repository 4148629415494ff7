"""Answers that say something of each option: a place, points, or whether one can come."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.outcomes.decisions.forms.ballot import BallotForm
from conversations.outcomes.decisions.wording import option_words

DATE_WORDS = {
    "yes": gettext_lazy("Yes"), "maybe": gettext_lazy("If need be"), "no": gettext_lazy("No"),
}  # fmt: skip


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

"""The theme of a sub-site, as its administrators choose it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groups.subsites.legibility import problems
from groups.subsites.theme import DEFAULT, TYPEFACES, Theme

MOST_PROBLEMS = 4  # the table beside the form has them all


class ColourInput(forms.TextInput):
    input_type = "color"


class ThemeForm(forms.Form):
    """Refuses what cannot be read, with what was measured."""

    accent = forms.CharField(
        label=_("Colour of links and buttons"), max_length=7, widget=ColourInput
    )
    has_header = forms.BooleanField(label=_("Give the header a colour"), required=False)
    header = forms.CharField(
        label=_("Colour of the header"), required=False, max_length=7, widget=ColourInput
    )
    typeface = forms.ChoiceField(
        label=_("Typeface"), choices=[(name, face[0]) for name, face in TYPEFACES.items()]
    )

    @classmethod
    def initial_of(cls, theme):
        theme = DEFAULT | theme
        return theme | {
            "has_header": bool(theme["header"]), "header": theme["header"] or theme["accent"],
        }  # fmt: skip

    def clean(self):
        data = self.cleaned_data
        self.theme = None
        if self.errors:
            return
        chosen = {
            "accent": data["accent"].lower(),
            "header": data["header"].lower() if data["has_header"] else "",
            "typeface": data["typeface"],
        }
        try:
            self.theme = Theme(chosen)
        except ValueError:
            raise ValidationError(_("Write a colour as #1b5090.")) from None
        self.chosen = chosen
        if found := problems(self.theme)[:MOST_PROBLEMS]:
            raise ValidationError([str(problem) for problem in found])

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Person


class ByMailForm(forms.ModelForm):
    """What others must know of someone who takes part by mail."""

    class Meta:
        model = Person
        fields = ["name"]
        labels = {"name": _("Your name")}
        help_texts = {"name": _("As it stands with what you write.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

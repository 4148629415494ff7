from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Person
from workspace.text import validate_line


class SignupForm(forms.Form):
    """What we ask besides what django-allauth asks."""

    name = forms.CharField(
        label=_("Name"),
        max_length=Person._meta.get_field("name").max_length,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["name", "email", "password1"]

    def signup(self, request, person):
        """Nothing is left to do: `AccountAdapter.save_user` has saved the name."""

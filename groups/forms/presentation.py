from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Membership


class PresentationForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["display_name", "function", "introduction"]
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "function": forms.TextInput(attrs={"autocomplete": "off"}),
            "introduction": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        help_texts = {
            "display_name": _("Leave it empty to use the name in your profile."),
            "function": _("Leave it empty to use the function in your profile."),
        }

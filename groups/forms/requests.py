from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import JoinRequest
from workspace.text import validate_line


class JoinRequestForm(forms.ModelForm):
    class Meta:
        model = JoinRequest
        fields = ["words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"words": _("The moderators of the group read this, nobody else.")}

    def clean_words(self):
        return " ".join(self.cleaned_data["words"].split())


class RefusalForm(forms.Form):
    grounds = forms.CharField(
        label=_("Why not? They read this"), max_length=500, validators=[validate_line]
    )

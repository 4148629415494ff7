from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.text import clean_text


class ButtonForm(forms.Form):
    """What a button in a mail asks: nothing, or the reason."""

    words = forms.CharField(
        label=_("Your reason"), widget=forms.Textarea(attrs={"rows": 5}), max_length=5000
    )

    def __init__(self, *args, verb, **kwargs):
        super().__init__(*args, **kwargs)
        self.verb = verb
        if not verb.asks_reason:
            del self.fields["words"]

    def clean_words(self):
        return clean_text(self.cleaned_data["words"])

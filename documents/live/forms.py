"""What people fill in about texts that are written together."""

from uuid import uuid4

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conversations.outcome_forms import OutcomeForm
from documents.live.filling import filled, templates_of
from documents.models import Document, Text
from documents.models.remark import MAX_ANCHOR, MAX_QUOTE
from documents.models.template import MAX_TEMPLATE
from workspace.text import clean_line, clean_text, validate_line


class TextForm(OutcomeForm):
    """A new text: from a template of the group, and with words that were written already."""

    template = forms.ChoiceField(label=_("Begin with"), required=False, widget=forms.RadioSelect)
    field_order = ["title", "template", "body"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.templates = templates_of(self.thread.group)
        choices = [(key, name) for key, name, _words, _template in self.templates]
        self.fields["template"].choices = [("", _("An empty page")), *choices]
        self.fields["body"].label = _("Words to begin with")

    def grow(self):
        about = self.common()
        words = [self.words_of_template(), about.pop("body")]
        with transaction.atomic():
            document = Document.objects.grow(
                self.thread, self.person, form=Document.Form.TEXT, **about
            )
            Text.objects.begin(document, self.person, "\n\n".join(filter(None, words)))
        return document

    def words_of_template(self):
        for key, _name, words, _template in self.templates:
            if key == self.cleaned_data["template"]:
                return filled(str(words), self.thread, self.person)
        return ""


class RemarkForm(forms.Form):
    words = forms.CharField(
        label=_("Your remark"), max_length=5000, strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    quote = forms.CharField(required=False, max_length=MAX_QUOTE, widget=forms.HiddenInput)
    begin = forms.RegexField(
        r"^[A-Za-z0-9+/=]*$", required=False, max_length=MAX_ANCHOR, widget=forms.HiddenInput
    )
    end = forms.RegexField(
        r"^[A-Za-z0-9+/=]*$", required=False, max_length=MAX_ANCHOR, widget=forms.HiddenInput
    )
    client_id = forms.CharField(max_length=64, initial=uuid4, widget=forms.HiddenInput)

    def clean_words(self):
        words = clean_text(self.cleaned_data["words"])
        if not words.strip():
            raise forms.ValidationError(_("Write something that can be seen."))
        return words

    def clean_quote(self):
        return clean_text(self.cleaned_data["quote"])


class VersionNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the version"), max_length=100, validators=[validate_line]
    )

    def clean_name(self):
        return clean_line(self.cleaned_data["name"])


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, validators=[validate_line])
    words = forms.CharField(
        label=_("Text"), max_length=MAX_TEMPLATE, strip=False,
        widget=forms.Textarea(attrs={"rows": 20}),
    )  # fmt: skip

    def clean_name(self):
        return clean_line(self.cleaned_data["name"])

    def clean_words(self):
        return clean_text(self.cleaned_data["words"])

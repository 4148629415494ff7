"""What every kind of outcome asks when it is made. A kind's form adds its own fields."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from conversations.models import Message
from conversations.models.message import MAX_BODY
from workspace.text import clean_line, clean_text, validate_line


class OutcomeForm(forms.Form):
    """`grow()` makes what was filled in, in `thread`, by `person`. A kind says how."""

    title = forms.CharField(label=_("Title"), max_length=150, validators=[validate_line])
    body = forms.CharField(
        label=_("Explanation"), required=False, max_length=MAX_BODY, strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    source = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_id = forms.CharField(
        max_length=64, required=False, initial=uuid4, widget=forms.HiddenInput
    )

    def __init__(self, *args, thread, person, **kwargs):
        self.thread, self.person = thread, person
        super().__init__(*args, **kwargs)

    def clean_body(self):
        return clean_text(self.cleaned_data["body"])

    def clean_client_id(self):
        return self.cleaned_data["client_id"] or str(uuid4())

    def clean_source(self):
        """The messages that it grows out of; one that is gone or elsewhere is simply not named."""
        pk = self.cleaned_data["source"]
        return list(sources(self.thread).filter(pk=pk)) if pk else []

    def common(self):
        """What `OutcomeManager.grow` takes for every kind."""
        about = {name: self.cleaned_data[name] for name in ("title", "body", "client_id")}
        return about | {"sources": self.cleaned_data["source"]}

    def grow(self):
        raise NotImplementedError


def sources(thread):
    """Messages of a thread that something can grow out of."""
    return Message.objects.filter(thread=thread, notice__isnull=True).standing()


def beginning(thread, *, text="", source=None):
    """What a form begins with: the words that were being written, or those of a message."""
    message = sources(thread).filter(pk=source).first() if source else None
    text = clean_text(text or (message.body if message else ""))
    first, _line, rest = text.partition("\n")
    title = clean_line(first.lstrip("#>*- ")).rstrip(" :")
    about = {"source": message and message.pk, "title": title[:150], "body": text}
    if len(title) <= 150 and not rest.strip():
        about["body"] = ""
    return about

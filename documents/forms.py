"""What people fill in about documents that are files."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.fragments import fetch_outcomes
from conversations.models import Attachment, Thread
from conversations.models.message import MAX_BODY
from conversations.outcome_forms import OutcomeForm
from documents.incoming import Incoming, check
from documents.models import Document, OverQuota, Unfit, Upload
from workspace.text import clean_line, validate_line


class FileFields(forms.Form):
    """One file: chosen, photographed, or sent before in pieces (`upload`). `incoming()` stores
    it."""

    file = forms.FileField(label=gettext_lazy("File"), required=False)
    photo = forms.FileField(label=gettext_lazy("Take a photo"), required=False)
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_file(self):
        return self._checked("file")

    def clean_photo(self):
        return self._checked("photo")

    def clean_upload(self):
        key = self.cleaned_data["upload"]
        upload = (
            key and Upload.objects.filter(pk=key, person=self.person, thread=self.thread).first()
        )
        if key and not (upload and upload.is_complete) and not self.is_repeated:
            raise ValidationError(_("This file did not arrive whole. Choose it again."))
        if upload:
            with default_storage.open(upload.file) as file:
                check(upload.name, upload.size, file.read(8))
        return upload

    def clean(self):
        data = super().clean()
        chosen = any(data.get(name) for name in ("file", "photo", "upload", "attachment"))
        if not chosen and not self.errors and not self.is_repeated:
            self.add_error("file", _("Choose a file."))
        return data

    @property
    def is_repeated(self):
        """Whether this form was sent before, and did what it asked."""
        return False

    @property
    def file_name(self):
        data = self.cleaned_data
        file = data.get("file") or data.get("photo") or data.get("upload") or data.get("attachment")
        return file.name if file else ""

    def incoming(self):
        data = self.cleaned_data
        if data.get("upload"):
            return Incoming.of_upload(data["upload"])
        if data.get("attachment"):
            return Incoming.of_attachment(data["attachment"])
        return Incoming.of(data.get("file") or data["photo"])

    def _checked(self, name):
        file = self.cleaned_data[name]
        if file:
            check(file.name, file.size, file.read(8))
            file.seek(0)
        return file


class DocumentForm(FileFields, OutcomeForm):
    """A new document, from a file or from one that came with the message it grows out of."""

    attachment = forms.ModelChoiceField(
        Attachment.objects.none(), label=gettext_lazy("Keep a file of the message"),
        required=False, widget=forms.RadioSelect, empty_label=gettext_lazy("Another file"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        source = self["source"].value()
        if isinstance(source, int) or str(source).isdecimal():
            files = Attachment.objects.visible_to(self.person)
            files = files.filter(message=int(source), message__thread=self.thread)
            self.fields["attachment"].queryset = files
            if self.files_of_source and not self.is_bound:
                self.initial["attachment"] = self.files_of_source[0].pk

    @property
    def files_of_source(self):
        return list(self.fields["attachment"].queryset)

    @property
    def is_repeated(self):
        key = self.cleaned_data.get("client_id") or self.data.get("client_id")
        return Document.objects.filter(message__author=self.person, message__client_id=key).exists()

    def clean(self):
        data = super().clean()
        if not data.get("title") and self.file_name:
            data["title"] = clean_line(self.file_name.rpartition(".")[0] or self.file_name)[:150]
        return data

    def grow(self):
        if self.is_repeated:
            return Document.objects.grow(self.thread, self.person, **self.common())
        try:
            return Document.objects.file(self.thread, self.person, self.incoming(), **self.common())
        except (OverQuota, Unfit) as refusal:
            self.add_error(None, in_words(refusal))


class VersionForm(FileFields):
    """A new version of a document that is a file."""

    client_id = forms.CharField(max_length=64, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args, document, person, **kwargs):
        self.document, self.thread, self.person = document, document.thread, person
        super().__init__(*args, **kwargs)

    @property
    def is_repeated(self):
        return self.document.versions.filter(client_id=self.data.get("client_id")).exists()

    def replace(self):
        if not self.is_repeated:
            client_id = self.cleaned_data["client_id"]
            self.document.replace(self.person, self.incoming(), client_id=client_id)


class AboutForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=150, validators=[validate_line])
    body = forms.CharField(
        label=gettext_lazy("Explanation"), required=False, max_length=MAX_BODY, strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class AdoptForm(forms.Form):
    """By which decision of the conversation a version was adopted."""

    decision = forms.ModelChoiceField(
        None, label=gettext_lazy("Which decision adopted it?"), empty_label=None,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = document.decisions()
        cards = list(document.decisions().order_by("-number")[:50])
        fetch_outcomes(cards)
        self.fields["decision"].choices = [
            (card.pk, f"{card.outcome.title} ({card.outcome.state_label})")
            for card in cards
            if card.outcome
        ]


class ShowForm(forms.Form):
    """In which other conversation a document is shown: one of the person's own groups."""

    thread = forms.ModelChoiceField(
        None, label=gettext_lazy("Conversation"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, document, person, sought="", **kwargs):
        super().__init__(*args, **kwargs)
        shown = document.showings.values("thread")
        threads = Thread.objects.of(person).exclude(pk=document.message.thread_id)
        threads = threads.exclude(pk__in=shown).select_related("group")
        self.fields["thread"].queryset = threads
        found = threads.filter(subject__icontains=sought) if sought else threads
        self.fields["thread"].choices = [
            (thread.pk, f"{thread.subject} · {thread.group.name}")
            for thread in found.latest_first()[:20]
        ]


def in_words(refusal):
    """Why a document could not be made or changed."""
    if isinstance(refusal, OverQuota):
        left = filesizeformat(refusal.left)
        return _("The documents of this group have room for %(left)s more.") % {"left": left}
    return _("This has been done already, or cannot be done any more. Look at it again.")

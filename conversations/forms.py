"""What people fill in, shared by all doors."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conversations.models import Attachment, Message, Thread
from conversations.models.message import MAX_BODY
from groups.models import Group
from workspace.text import clean_text, validate_line


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; `clean` gives attachments that are stored but not yet saved."""

    widget = FilesInput

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, (list, tuple)) else [data]
        return Attachment.keep([upload for upload in uploads if upload])


class MessageForm(forms.Form):
    body = forms.CharField(
        label=_("Message"), required=False, max_length=MAX_BODY, strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    files = FilesField(label=_("Attachments"), required=False)
    quotes = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_id = forms.CharField(
        max_length=64, required=False, initial=uuid4, widget=forms.HiddenInput
    )

    def __init__(self, *args, thread=None, **kwargs):
        self.thread = thread
        super().__init__(*args, **kwargs)

    def clean_body(self):
        return clean_text(self.cleaned_data["body"])

    def clean_client_id(self):
        return self.cleaned_data["client_id"] or str(uuid4())

    def clean_quotes(self):
        """The message that is answered; one that is gone or elsewhere is simply not quoted."""
        pk = self.cleaned_data["quotes"]
        if not pk or self.thread is None:
            return None
        return Message.objects.filter(thread=self.thread, pk=pk, notice__isnull=True).first()

    def clean(self):
        data = super().clean()
        if not (data.get("body") or data.get("files")) and not self.errors:
            self.add_error("body", _("Write a message first."))
        return data

    def discard_unused(self):
        """Remove the stored files that came with no message: it was refused, or known already."""
        for attachment in self.cleaned_data.get("files", []):
            if attachment._state.adding:
                attachment.discard()


class ThreadForm(MessageForm):
    subject = forms.CharField(label=_("Subject"), max_length=150, validators=[validate_line])
    field_order = ["subject", "body", "files"]


class EditForm(forms.Form):
    body = forms.CharField(
        label=_("Message"), max_length=MAX_BODY, strip=False, widget=forms.Textarea
    )

    def clean_body(self):
        body = clean_text(self.cleaned_data["body"])
        if not body:
            raise ValidationError(_("Write a message first."))
        return body


class RenameForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=150, validators=[validate_line])


class MoveForm(forms.Form):
    group = forms.ModelChoiceField(Group.objects.none(), label=_("To the group"))

    def __init__(self, *args, person, thread, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.moderated_by(person).exclude(
            pk=thread.group_id
        )


class SplitForm(forms.Form):
    subject = forms.CharField(
        label=_("Subject of the new conversation"), max_length=150, validators=[validate_line]
    )
    first = forms.IntegerField(label=_("From message number"), min_value=1)
    last = forms.IntegerField(label=_("Up to and including message number"), min_value=1)

    def __init__(self, *args, thread, **kwargs):
        self.thread = thread
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        messages = self.thread.messages.filter(notice__isnull=True)
        chosen = messages.filter(number__range=(data["first"], data["last"]))
        data["messages"] = list(chosen)
        if not data["messages"]:
            raise ValidationError(_("There are no messages between these numbers."))
        if len(data["messages"]) == messages.count():
            raise ValidationError(_("At least one message must stay in this conversation."))
        return data


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(Thread.objects.none(), label=_("Into the conversation"))

    def __init__(self, *args, person, thread, **kwargs):
        super().__init__(*args, **kwargs)
        groups = Group.objects.moderated_by(person)
        self.fields["into"].queryset = (
            Thread.objects.filter(group__in=groups, closure=None)
            .exclude(pk=thread.pk)
            .select_related("stream")
        )

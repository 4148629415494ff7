"""What someone who is no member fills in below a public conversation."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conversations.models.message import MAX_BODY
from groups import access
from workspace.text import clean_line, clean_text, validate_line

MAX_REACTION = min(5_000, MAX_BODY)


class ReactionForm(forms.Form):
    """Of who is signed in."""

    body = forms.CharField(
        label=_("Your reaction"), max_length=MAX_REACTION, strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip
    client_id = forms.CharField(
        max_length=64, required=False, initial=uuid4, widget=forms.HiddenInput
    )

    use_required_attribute = False

    def clean_body(self):
        body = clean_text(self.cleaned_data["body"])
        if not body:
            raise ValidationError(_("Write a message first."))
        return body

    def clean_client_id(self):
        return self.cleaned_data["client_id"] or str(uuid4())


class VisitorForm(ReactionForm):
    """Of who is not. `website` is seen by programs only: who fills it in is one."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, validators=[validate_line],
        help_text=_("Stands beside your reaction."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254,
        help_text=_("We send a link to it, to know that it is yours. Nobody gets to see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    website = forms.CharField(required=False, max_length=500)
    client_id = None
    field_order = ["body", "name", "email", "website"]

    def clean_name(self):
        return clean_line(self.cleaned_data["name"])

    @property
    def is_from_a_program(self):
        return bool(self.data.get("website"))


def visitor_form(request, thread):
    """An empty form, or None where this person has no use for it."""
    if thread.role is not None or thread.is_closed:
        return None
    if not access.may(request.user, "react_publicly", thread):
        return None
    return form_for(request.user)()


def form_for(person):
    return ReactionForm if person.is_authenticated else VisitorForm

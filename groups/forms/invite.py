import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from groups.models import RefusedLine
from groups.models.invitation_list import addresses_in

# `Name <address>`, where the name may hold a comma, or else what stands between separators.
ENTRY = re.compile(r"[^<>@;\n]*<(?P<bracketed>[^<>;\n]*)>|(?P<bare>[^,;\n]+)")
MAX_AT_ONCE = 100


class InviteForm(forms.Form):
    """Several addresses at once. A wrong one does not hold up the others: `addresses` are those
    that can be invited, `problems` says of each other one why not."""

    emails = forms.CharField(
        label=_("E-mail addresses"),
        max_length=20_000,
        help_text=_("One on each line, or with commas or semicolons in between."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )

    # It stands on a page where one may well do something else.
    use_required_attribute = False

    def __init__(self, *args, group, inviter, **kwargs):
        super().__init__(*args, **kwargs)
        self.group, self.inviter = group, inviter
        self.addresses, self.problems = [], {}

    def clean_emails(self):
        for entry in ENTRY.finditer(self.cleaned_data["emails"]):
            self._sort((entry["bracketed"] or entry["bare"] or "").strip())
        if len(self.addresses) > MAX_AT_ONCE:
            raise ValidationError(
                _("Invite at most %(count)s people at once here. For more there is the long list."),
                params={"count": MAX_AT_ONCE},
            )
        self._leave_out_members()
        if not self.addresses and not self.problems:
            raise ValidationError(_("Write at least one e-mail address."))

    def keep_problems(self):
        """Now hold only what could not be invited, and say why."""
        self.data = self.data | {"emails": "\n".join(self.problems)}
        for address, problem in self.problems.items():
            self.add_error("emails", f"{address}: {problem}")

    def _sort(self, address):
        if not address:
            return
        try:
            validate_email(address)
        except ValidationError:
            self.problems[address] = f"{RefusedLine.Reason.BROKEN.label}."
            return
        if address.lower() in self.addresses:
            self.problems[address] = f"{RefusedLine.Reason.TWICE.label}."
        else:
            self.addresses.append(address.lower())

    def _leave_out_members(self):
        for email, (person, reason) in addresses_in(self.group, self.addresses).items():
            if email in self.addresses:
                self.addresses.remove(email)
                if person == self.inviter.pk:
                    reason = RefusedLine.Reason.OWN
                self.problems[email] = f"{reason.label}."

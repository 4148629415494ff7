"""A long list of addresses, pasted or as a file of whatever program."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_ADDRESSES = 10_000
MAX_BYTES = 1024 * 1024
# What can stand around an address on a line: separators, quotes, and `Name <address>`.
AROUND = re.compile(r"[\s,;<>\"']+")
SHOWN = 254


class InviteListForm(forms.Form):
    """`entries` are pairs of a line's number and what is to be invited there. What is no address
    goes along, so that the report names it; a first line with the names of columns does not."""

    text = forms.CharField(
        label=_("Paste the list here"),
        required=False,
        strip=False,
        max_length=MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("One address on each line. Names and other columns beside it are skipped."),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("A text or CSV file, at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/plain,text/csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > MAX_BYTES:
            raise ValidationError(_("This file is larger than 1 MB."))
        return decoded(file.read(MAX_BYTES))

    def clean(self):
        if self.errors:
            return
        field = "file" if self.cleaned_data["file"] else "text"
        self.entries = entries_in(self.cleaned_data[field])
        if not self.entries:
            self.add_error(field, _("There is no address in this list."))
        elif len(self.entries) > MAX_ADDRESSES:
            sentence = _("A list has at most 10,000 addresses; this one has %(count)s.")
            self.add_error(field, ValidationError(sentence, params={"count": len(self.entries)}))


def decoded(content):
    """The text of a file as spreadsheets save them. Raises ValidationError for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValidationError(_("This is not a text file. Save it as CSV first."))


def entries_in(text):
    """[[line number, address as written]]; a line without an address stands for itself."""
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = AROUND.split(line)
        addresses = [part for part in parts if "@" in part]
        if not addresses and number > 1 and any(parts):
            addresses = [line.strip()]
        entries += [[number, address[:SHOWN]] for address in addresses]
    return entries

"""Rows of words, numbers and dates as CSV (RFC 4180) or as a spreadsheet (OpenDocument 1.4)."""

import csv
import re
from datetime import date
from html import escape
from io import BytesIO, StringIO

from django.http import HttpResponse
from odfdo import Document, Element

# What a spreadsheet takes for the beginning of a formula, also behind spaces (OWASP, "CSV
# Injection"). In a spreadsheet file a word is a word; there is no such danger there.
FORMULA = re.compile(r"\s*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]")
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def csv_response(rows, name):
    """With a byte order mark, by which spreadsheets know that it is UTF-8."""
    file = StringIO()
    csv.writer(file).writerows([_harmless(value) for value in row] for row in rows)
    return attached(file.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


def ods_response(rows, name):
    document = Document("spreadsheet")
    document.body.clear()
    table = Element.from_tag(f'<table:table table:name="{escape(name)}"/>')
    document.body.append(table)
    for row in rows:  # as text: a `Cell` at a time takes ten times as long
        table.append(
            Element.from_tag(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>")
        )
    file = BytesIO()
    document.save(file, pretty=False)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return attached(file.getvalue(), kind, f"{name}.ods")


def attached(content, content_type, filename):
    """A response that is kept as a file, and never shown as a page."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _harmless(value):
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return value.isoformat() if isinstance(value, date) else value


def _cell(value):
    if isinstance(value, date):
        kind = f'"date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int):
        kind = f'"float" office:value="{value}"'
    else:
        kind = '"string"'
    words = escape(NOT_IN_XML.sub("", str(value)))
    lines = "".join(f"<text:p>{line}</text:p>" for line in words.split("\n"))
    return f"<table:table-cell office:value-type={kind}>{lines}</table:table-cell>"

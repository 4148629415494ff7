"""Development only: the mail that a server would have sent, to read and to follow links from."""

import re
from base64 import b64encode
from datetime import UTC
from email import policy
from email.parser import BytesParser
from itertools import islice
from pathlib import Path

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404
from django.shortcuts import render

SHOWN = 50
# What Django's file-based mail backend writes between mails; a mail may hold such a line too.
END = re.compile(rb"\n-{79}\n(?=Content-Type: |\Z)")


# A letter brings its own style, and a frame has the policy of the page around it.
@csp_replace({"style-src": [SELF, UNSAFE_INLINE]})
def outbox(request):
    if not settings.OUTBOX:
        raise Http404
    return render(request, "outbox/outbox.html", {"mails": newest()})


def newest():
    """By the time of writing: the date of a mail tells no two within a second apart."""
    files = Path(settings.EMAIL_FILE_PATH).glob("*.log")
    latest = sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)[:SHOWN]
    parts = (part for file in latest for part in reversed(END.split(file.read_bytes())) if part)
    parse = BytesParser(policy=policy.default).parsebytes
    return [readable(parse(part)) for part in islice(parts, SHOWN)]


def readable(mail):
    text, html = mail.get_body(["plain"]), mail.get_body(["html"])
    return {
        "subject": mail["subject"],
        "to": mail["to"],
        "reply_to": mail["reply-to"],
        "date": in_utc(mail["date"].datetime),
        "text": text.get_content() if text else "",
        "html": with_pictures(html.get_content(), mail) if html else "",
    }


def with_pictures(html, mail):
    """With the pictures that come along as parts of the mail (RFC 2392)."""
    for part in mail.walk():
        if (content_id := part["content-id"]) and part.get_content_maintype() == "image":
            data = f"data:{part.get_content_type()};base64,{b64encode(part.get_content()).decode()}"
            html = html.replace(f"cid:{content_id.strip().strip('<>')}", data)
    return html


def in_utc(date):
    """With the offset "-0000", as Django writes, a date has no zone of its own (RFC 5322, 3.3)."""
    return date if date.tzinfo else date.replace(tzinfo=UTC)

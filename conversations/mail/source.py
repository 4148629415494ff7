"""A mail as it came, for who may look at it: its headers, and its words as plain text."""

import logging
import re
from dataclasses import dataclass
from functools import cached_property

from conversations.mail import html, mime, reply
from conversations.mail.addresses import masked

log = logging.getLogger(__name__)
MAX_HEADERS, MAX_WORDS = 64_000, 200_000
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
# What says how a mail travelled and what kind of mail it is, and nothing of what it is about.
OF_THE_WAY = {
    "arc-authentication-results", "authentication-results", "auto-submitted", "cc",
    "content-transfer-encoding", "content-type", "date", "delivered-to", "dkim-signature",
    "envelope-to", "from", "in-reply-to", "list-id", "list-unsubscribe", "message-id",
    "mime-version", "precedence", "received", "received-spf", "references", "reply-to",
    "return-path", "sender", "to", "user-agent", "x-auto-response-suppress", "x-mailer",
    "x-original-to", "x-spam-status",
}  # fmt: skip


@dataclass
class Source:
    """A mail with its headers as they came; `mail` is None where it cannot be read."""

    headers: str
    mail: mime.Mail | None

    @cached_property
    def words(self):
        """All that stands in it, quotations too; None where it cannot be read."""
        if self.mail is None:
            return None
        return self.mail.text or _tried(html.markdown, self.mail.html)

    @property
    def words_shown(self):
        return masked(self.words[:MAX_WORDS])

    @property
    def is_cut(self):
        return len(self.words) > MAX_WORDS

    @cached_property
    def reply(self):
        """The Markdown that would be posted."""
        found = self.mail and _tried(reply.extract, self.mail)
        return masked(found.text) if found else ""


def opened(delivery):
    """None when the mail is not kept any more."""
    raw = raw_of(delivery)
    return None if raw is None else Source(masked(_headers(raw)), _tried(mime.read, raw))


def the_way(delivery):
    """Those headers that say nothing of what the mail is about; "" when it is not kept."""
    found, keeps = [], False
    for line in _headers(_beginning(delivery)).split("\n"):
        if not line.startswith((" ", "\t")):
            keeps = line.partition(":")[0].strip().lower() in OF_THE_WAY
        if keeps:
            found.append(line)
    return masked("\n".join(found))


def raw_of(delivery):
    """The bytes; None when they are not kept, or not there after a back-up was put back."""
    try:
        with delivery.raw.open("rb") as file:
            return file.read()
    except (ValueError, FileNotFoundError):
        return None


def _beginning(delivery):
    try:
        with delivery.raw.open("rb") as file:
            return file.read(MAX_HEADERS)
    except (ValueError, FileNotFoundError):
        return b""


def _headers(raw):
    head = END_OF_HEADERS.split(raw[:MAX_HEADERS], maxsplit=1)[0]
    return head.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _tried(read, what):
    """None for what cannot be read, also where the program fails on it: such mails are those that
    one must be able to look at."""
    try:
        return read(what)
    except mime.Refused:
        return None
    except Exception:
        log.exception("a mail could not be read")
        return None

"""Bytes to what a mail says: who, when, about what, in answer to which mail, in which words."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser

from workspace.text import clean_line, clean_text

MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
# Archives write addresses as "name at host (Full Name)" against harvesters.
ARCHIVED_ADDRESS = re.compile(r"^\s*(\S+) at (\S+)\s*(?:\((.*)\))?\s*$", re.DOTALL)
REPLY = re.compile(r"^\s*(?:re|aw|antw|antwoord|sv|vs|fw|fwd)\s*(?:\[\d+\])?\s*:\s*", re.I)
LIST_TAG = re.compile(r"^\s*\[[^\[\]]{1,30}\]\s*")


class Unreadable(Exception):
    """The mail lacks what a message needs; the text says what."""


@dataclass(frozen=True)
class Mail:
    message_id: str
    references: list[str]
    subject: str
    is_reply: bool
    name: str
    address: str
    sent_at: datetime


@dataclass(frozen=True)
class Part:
    """An attached file."""

    name: str
    content: bytes


def headers(raw):
    """Raises Unreadable without a usable author or date."""
    found = message_from_bytes(raw)
    name, address = author(text_of(found["From"]))
    subject, is_reply = bare_subject(text_of(found["Subject"]))
    ids = MESSAGE_ID.findall(text_of(found["Message-ID"]))
    parents = MESSAGE_ID.findall(text_of(found["References"]))
    parents += MESSAGE_ID.findall(text_of(found["In-Reply-To"]))[:1]
    return Mail(
        message_id=ids[0] if ids else hashlib.sha256(raw).hexdigest(),
        references=parents[-50:],
        subject=subject,
        is_reply=is_reply or bool(parents),
        name=name,
        address=address,
        sent_at=sent_at(text_of(found["Date"])),
    )


def content(raw):
    """(text, attachments) of a mail."""
    texts, html, files = [], [], []
    for part in message_from_bytes(raw).walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True) or b""
        if part.get_filename() or part.get_content_maintype() != "text":
            files.append(Part(text_of(part.get_filename()) or "bijlage", payload))
        elif part.get_content_subtype() == "html":
            html.append(text_in_html(decoded(part, payload)))
        else:
            texts.append(decoded(part, payload))
    return clean_text("\n\n".join(texts or html)), files


def author(header):
    archived = ARCHIVED_ADDRESS.match(header)
    if archived:
        local, host, name = archived.groups()
        address, name = f"{local}@{host}", name or ""
    else:
        name, address = parseaddr(header)
    address = address.lower()
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,185}", address):
        raise Unreadable("no address in From")
    if ARCHIVED_ADDRESS.match(name) or "@" in name:
        name = ""
    return clean_line(name)[:80] or address.split("@")[0][:80], address


def sent_at(header):
    try:
        date = parsedate_to_datetime(header)
    except (ValueError, TypeError) as error:
        raise Unreadable("no date that can be read") from error
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def bare_subject(subject):
    """(subject without list tags and "Re:", whether it was a reply)."""
    is_reply, before = False, None
    while subject != before:
        before = subject
        is_reply = is_reply or bool(REPLY.match(subject))
        subject = LIST_TAG.sub("", REPLY.sub("", subject, count=1), count=1)
    return clean_line(subject)[:150], is_reply


def text_of(header):
    """A header's text, encoded words (RFC 2047) decoded as far as they can be."""
    if header is None:
        return ""
    try:
        return str(make_header(decode_header(header)))
    except (LookupError, UnicodeError, ValueError):
        return str(header).encode("utf-8", "replace").decode()


def decoded(part, payload):
    charset = part.get_content_charset("utf-8")
    try:
        return payload.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return payload.decode("cp1252", "replace")


class _TextInHtml(HTMLParser):
    BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre"}
    UNSEEN = {"style", "script", "head", "title"}

    def __init__(self):
        super().__init__()
        self.words, self.unseen = [], 0

    def handle_starttag(self, tag, attributes):
        self.unseen += tag in self.UNSEEN
        if tag in self.BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag):
        self.unseen -= tag in self.UNSEEN and self.unseen > 0

    def handle_data(self, data):
        if not self.unseen:
            self.words.append(" ".join(data.split()) + " " if data.strip() else "")


def text_in_html(html):
    parser = _TextInHtml()
    parser.feed(html)
    return re.sub(r"\n{3,}", "\n\n", "".join(parser.words)).strip()

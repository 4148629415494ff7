"""The words and the files of a mail, from its parts."""

import re
from html import escape, unescape
from urllib.parse import unquote

from conversations.mail.mime import (
    charsets,
    fields,
    flowed,
    names,
    secured,
    structure,
    tnef,
)
from conversations.mail.mime.mail import Part
from workspace.text import clean_text

MAX_WORDS = 2_000_000  # bytes; what goes beyond comes along as a file
REPORTS = {
    "message/delivery-status", "message/global-delivery-status", "message/feedback-report",
    "message/disposition-notification", "message/global-disposition-notification",
    "text/rfc822-headers",
}  # fmt: skip
OTHER_FORMS = {"text/x-amp-html", "text/watch-html"}  # of a text that is there as HTML as well
MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")
# What Exchange makes of words that stand after a file.
PIECE_OF_WORDS = re.compile(r"ATT\d{4,6}\.(?:txt|html?)", re.IGNORECASE)
CID = re.compile(r"cid:([^\"'\s>)]{1,200})", re.IGNORECASE)


class Content:
    """Collects; a leaf adds to the words of its block, to the files, or to what is known."""

    def __init__(self, room):
        """`room` is what the mail may still hold (`structure.Room`)."""
        self.room = room
        # Which mail, and where in it: {"plain": [text], "html": [text]}, in their order.
        self.blocks = {}
        self.files, self.calendar = [], b""
        self.signature = self.encrypted = ""
        self.flowed = False
        self._names = names.Names()
        self._taken = {"plain": 0, "html": 0}  # bytes

    def take(self, leaves, *, opened=False):
        for leaf in leaves:
            content_type = leaf.content_type
            if secured.is_encrypted(leaf):
                self.encrypted = "PGP"
            elif content_type in secured.SIGNATURES:
                self.signature = self.signature or secured.SIGNATURES[content_type]
            elif not opened and secured.is_smime(leaf):
                self._take_smime(leaf)
            elif content_type in REPORTS or content_type in OTHER_FORMS:
                continue
            elif content_type == "text/calendar" and not self.calendar and not _is_file(leaf):
                self._take_calendar(leaf)
            elif content_type in ("text/plain", "text/html") and not self._is_apart(leaf):
                self._take_words(leaf, content_type[5:])
            else:
                self._take_file(leaf)

    def texts(self):
        """(text, html): each the whole of the words, or "" where it would not be."""
        blocks = [block for block in self.blocks.values() if any(block.values())]
        text = html = ""
        if all(block["plain"] for block in blocks):
            text = "\n\n".join(part for block in blocks for part in block["plain"])
        if any(block["html"] for block in blocks):
            html = "\n".join(
                "\n".join(block["html"] or map(_as_html, block["plain"])) for block in blocks
            )
        return text, html

    def shown(self, html):
        """The files, those that `html` shows marked as inline."""
        shown = set(content_ids(html))
        return [
            Part(file.name, file.content, file.content_type, file.content_id, True)
            if file.content_id in shown
            else file
            for file in self.files
        ]

    def _is_apart(self, leaf):
        """A text that came as a file. Some programs name the words, too, when they come first."""
        name = _filename(leaf)
        if PIECE_OF_WORDS.fullmatch(name):
            return False
        return _disposition(leaf) == "attachment" or bool(name and self.blocks)

    def _take_words(self, leaf, kind):
        content = leaf.payload()
        room = MAX_WORDS - self._taken[kind]
        self._taken[kind] += min(len(content), room)
        self._add_words(leaf, kind, memoryview(content)[:room])
        if len(content) > room:
            name = "tekst.txt" if kind == "plain" else "tekst.html"
            self._add_file(name, content, leaf.content_type)

    def _add_words(self, leaf, kind, content):
        charset = fields.parameter(leaf.headers, "Content-Type", "charset")
        if kind == "html" and not charset:
            charset = charsets.of_html(content)
        words = clean_text(charsets.decoded(content, charset))
        if kind == "plain":
            words = self._plain(leaf, words)
        block = self.blocks.setdefault(_place(leaf), {"plain": [], "html": []})
        if words.strip():
            block[kind].append(words)

    def _plain(self, leaf, words):
        words, signature, encrypted = secured.clear_text(words)
        self.signature = self.signature or signature
        self.encrypted = self.encrypted or encrypted
        if fields.parameter(leaf.headers, "Content-Type", "format").lower() == "flowed":
            self.flowed = True
            delsp = fields.parameter(leaf.headers, "Content-Type", "delsp").lower() == "yes"
            words = flowed.unfolded(words, delsp=delsp)
        return words

    def _take_smime(self, leaf):
        inside = secured.signed_content(leaf)
        if inside is None:
            self.encrypted = "S/MIME"
            return
        self.signature = "S/MIME"
        _headers, leaves = structure.split(inside, self.room)
        self.take(leaves, opened=True)

    def _take_calendar(self, leaf):
        """An invitation is a file, too; an answer is not (RFC 5546)."""
        self.calendar = leaf.payload()
        method = fields.parameter(leaf.headers, "Content-Type", "method").upper()
        if method in ("", "REQUEST", "PUBLISH"):
            name = _filename(leaf) or "uitnodiging.ics"
            self._add_file(name, self.calendar, leaf.content_type)

    def _take_file(self, leaf):
        content, name = leaf.payload(), _filename(leaf)
        if self.calendar and content.strip() == self.calendar.strip():
            return  # an invitation comes as an alternative and as a file
        if leaf.content_type == "application/ms-tnef" or name.lower() == "winmail.dat":
            try:
                self._take_tnef(leaf, tnef.unpack(content))
                return
            except tnef.Damaged:
                pass  # then it is a file like any other
        if leaf.content_type == "message/rfc822":
            name = name or f"{_subject(leaf)}.eml"
        if not (content or name):
            return
        content_id = fields.text(leaf.headers, "Content-ID").strip("<> ")
        inline = _disposition(leaf) == "inline" and leaf.content_type.startswith("image/")
        self._add_file(name, content, leaf.content_type, content_id, inline)

    def _take_tnef(self, leaf, unpacked):
        for file in unpacked.files:
            self.room.take_part()
            self._add_file(file.name, file.content, file.content_type, file.content_id)
        if not any(map(any, (block.values() for block in self.blocks.values()))):
            words = {"plain": clean_text(unpacked.text), "html": clean_text(unpacked.html)}
            self.blocks[_place(leaf)] = {
                kind: [text] if text else [] for kind, text in words.items()
            }

    def _add_file(self, name, content, content_type="", content_id="", inline=False):
        if not MEDIA_TYPE.fullmatch(content_type.lower()):
            content_type = "application/octet-stream"
        name = self._names.give(name, content_type)
        self.files.append(Part(name, content, content_type.lower(), content_id[:200], inline))


def content_ids(html):
    """Of the files that the words show, in their order (RFC 2392)."""
    return [unquote(unescape(found[1])) for found in CID.finditer(html)]


def _place(leaf):
    return len(leaf.raw), leaf.block  # a mail inside a signature has places of its own


def _disposition(leaf):
    return fields.text(leaf.headers, "Content-Disposition").partition(";")[0].strip().lower()


def _filename(leaf):
    name = fields.parameter(leaf.headers, "Content-Disposition", "filename")
    return name or fields.parameter(leaf.headers, "Content-Type", "name")


def _is_file(leaf):
    """An appointment that was sent along; an invitation names its method."""
    method = fields.parameter(leaf.headers, "Content-Type", "method")
    return _disposition(leaf) == "attachment" and not method


def _subject(leaf):
    subject = fields.text(leaf.inside, "Subject") if leaf.inside else ""
    return subject[:80].replace("/", "-") or "mail"


def _as_html(text):
    return f"<div>{escape(text, quote=False)}</div>".replace("\n", "<br>\n")

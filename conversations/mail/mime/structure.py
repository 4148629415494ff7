"""The parts of a mail (RFC 2046) as places in its bytes.

Only header blocks are copied and given to the standard library; bodies stay where they are until
someone decodes them. So limits hold before anything large is made, and a mail of 35 MB costs what
its decoded parts cost.
"""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from functools import cached_property

from conversations.mail.mime import fields, transfer
from conversations.mail.mime.mail import Refused

MAX_HEADERS = 256 * 1024
MAX_ALL_HEADERS = 2 * 1024 * 1024  # those of the parts, too
MAX_FIELDS = 1_000
MAX_PARTS = 500
MAX_LEVELS = 20

BLANK_LINE = re.compile(rb"\r?\n")
END_OF_HEADERS = re.compile(rb"\n\r?\n")
FIELD = re.compile(rb"^[^ \t\r\n]", re.MULTILINE)
NO_FIELD = re.compile(rb"^(?!From |[\x21-\x39\x3b-\x7e]*+:|[ \t]|\r?$)", re.MULTILINE)
LONE_RETURN = re.compile(rb"\r(?!\n)")
# What stands before the first field: blank lines, and the separator of an mbox (RFC 4155).
BEFORE = re.compile(rb"[\r\n]*+(?:>?From [^\r\n]*+\r?\n)?+")
# A delimiter that nobody announced: a line of dashes and more, before a field of a part, near the
# beginning.
NEAR = 64 * 1024
UNANNOUNCED = re.compile(rb"\n--([^\s\x00][^\r\n]{0,69})\r?\nContent-", re.IGNORECASE)


@dataclass(frozen=True)
class Leaf:
    """A part without parts. `block` is the same for the alternatives of one text."""

    raw: bytes
    headers: Message
    start: int
    end: int
    within: tuple[str, ...]  # the multiparts around it, outermost first
    block: int
    inside: Message | None = None  # the headers of the mail that it is

    @cached_property
    def content_type(self):
        """In lower case; a multipart in which no parts were found is text."""
        content_type = fields.content_type(self.headers)
        return "text/plain" if content_type.startswith("multipart/") else content_type

    def payload(self):
        """The content, its transfer encoding undone as far as that goes."""
        content = memoryview(self.raw)[self.start : self.end]
        return transfer.decoded(content, _encoding(self.headers))


class Room:
    """What one mail may hold, however it is packed. Raises Refused for more."""

    def __init__(self):
        self.parts, self.headers = MAX_PARTS, MAX_ALL_HEADERS

    def take_part(self):
        self.parts -= 1
        if self.parts < 0:
            raise Refused("552 5.3.4", f"more than {MAX_PARTS} parts")

    def take_headers(self, size):
        self.headers -= size
        if self.headers < 0:
            raise Refused("552 5.3.4", f"headers of more than {MAX_ALL_HEADERS // 1024} kB")


def split(raw, room):
    """(headers, leaves) of a mail. Raises Refused over the limits."""
    raw = _with_line_ends(raw)
    walk = _Walk(raw, room)
    headers, body = walk.head(BEFORE.match(raw).end(), len(raw))
    walk.part(headers, body, len(raw), ())
    return headers, walk.leaves


def bounds(raw):
    """(where the headers begin, where the body does) of a mail that was read already."""
    raw = _with_line_ends(raw)
    start = BEFORE.match(raw).end()
    return start, _head(raw, start, len(raw))[1]


def _with_line_ends(raw):
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


class _Walk:
    def __init__(self, raw, room):
        self.raw, self.room, self.leaves = raw, room, []

    def head(self, start, end):
        headers, body = _head(self.raw, start, end)
        self.room.take_headers(body - start)
        return headers, body

    def part(self, headers, start, end, within, block=None):
        self.room.take_part()
        if len(within) > MAX_LEVELS:
            raise Refused("552 5.3.4", f"parts nested deeper than {MAX_LEVELS} levels")
        content_type = fields.content_type(headers)
        around = (*within, content_type)
        spans = self._spans(headers, start, end) if content_type[:10] == "multipart/" else []
        if content_type == "multipart/alternative" and block is None:
            block = start
        for first, last in spans:
            inner, body = self.head(first, last)
            if content_type == "multipart/digest" and "Content-Type" not in inner:
                inner["Content-Type"] = "message/rfc822"
            self.part(inner, body, last, around, block)
        if not spans:
            inside = None
            # Of one that is encoded, as it should not be (RFC 2046, 5.2.1), nothing is opened.
            if content_type == "message/rfc822" and not transfer.changes(_encoding(headers)):
                inside = self._measured(start, end, around)
            block = start if block is None else block
            self.leaves.append(Leaf(self.raw, headers, start, end, within, block, inside))

    def _measured(self, start, end, within):
        """The headers of a mail in the mail. It stays one file, but its parts count."""
        leaves, self.leaves = self.leaves, []
        headers, body = self.head(start, end)
        self.part(headers, body, end, within)
        self.leaves = leaves
        return headers

    def _spans(self, headers, start, end):
        """(begin, end) of each part of a multipart; none where there is no delimiter."""
        boundary = fields.parameter(headers, "Content-Type", "boundary")
        boundary = boundary.rstrip().encode("utf-8", "replace")
        spans = list(self._between(boundary, start, end)) if boundary else []
        begin = max(start - 1, 0)
        if not spans and (found := UNANNOUNCED.search(self.raw, begin, min(end, begin + NEAR))):
            spans = list(self._between(found[1].rstrip(), start, end))
        return spans

    def _between(self, boundary, start, end):
        # The line end before a delimiter belongs to it (RFC 2046, 5.1.1); the byte before `start`
        # is one as well, that of the blank line.
        delimiter = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?+[ \t]*+(\r?\n|\Z)")
        begin, at, count = None, max(start - 1, 0), 0
        while found := delimiter.search(self.raw, at, end):
            if begin is not None:
                yield begin, _without_return(self.raw, max(found.start(), begin))
                count += 1
            if found[1] or count > MAX_PARTS:
                return
            begin = found.end()
            at = found.start(2)  # the line end may belong to the next delimiter, too
            at += self.raw[at : at + 1] == b"\r"
        if begin is not None:
            yield begin, end


def _encoding(headers):
    return fields.text(headers, "Content-Transfer-Encoding")


def _without_return(raw, end):
    return end - (raw[end - 1 : end] == b"\r")


def _head(raw, start, end):
    """(headers, where the body begins) of what stands between two places."""
    if blank := BLANK_LINE.match(raw, start, end):
        return Message(), blank.end()
    found = END_OF_HEADERS.search(raw, start, min(end, start + MAX_HEADERS + 2))
    stop = found.end() if found else end
    if stop - start > MAX_HEADERS + 2:
        raise Refused("552 5.3.4", f"headers of more than {MAX_HEADERS // 1024} kB")
    block = raw[start:stop]
    if len(FIELD.findall(block)) > MAX_FIELDS:
        raise Refused("552 5.3.4", f"more than {MAX_FIELDS} header fields")
    # A line that is no field ends the headers where it stands: it is text already.
    if text := NO_FIELD.search(block):
        stop, block = start + text.start(), block[: text.start()]
    # The parser takes a lone return for the end of a line.
    block = LONE_RETURN.sub(b" ", block)
    return BytesParser(policy=compat32).parsebytes(block, headersonly=True), stop

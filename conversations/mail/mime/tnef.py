"""winmail.dat: what Outlook packs for other Outlooks (MS-OXTNEF). Its files, and its words.

Read in one pass over views on the bytes, each step checked against the end: the readers there are
copy the rest for every attribute, or count to four thousand million when a damaged file says so.
"""

import struct
from dataclasses import dataclass, field

from conversations.mail.mime import charsets

SIGNATURE = 0x223E9F78
MAX_FILES = 100
MAX_ATTRIBUTES = 20_000
ATTRIBUTE = struct.Struct("<BII")  # level; id and type as one number; length
LONG = struct.Struct("<I")
PROPERTY = struct.Struct("<HH")

# Attributes (section 2.1.1.1), by their number without the type.
ATT_BODY, ATT_DATA, ATT_TITLE, ATT_BEGINS = 0x800C, 0x800F, 0x8010, 0x9002
ATT_MESSAGE_PROPERTIES, ATT_ATTACHMENT_PROPERTIES, ATT_CODEPAGE = 0x9003, 0x9005, 0x9007
# Properties (MS-OXPROPS).
BODY, HTML, DATA, LONG_FILENAME, FILENAME = 0x1000, 0x1013, 0x3701, 0x3707, 0x3704
MIME_TAG, CONTENT_ID = 0x370E, 0x3712
SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8}
SIZES |= {0x00: 0, 0x01: 0, 0x48: 16}
UNICODE, OBJECT, SEVERAL, NAMED = 0x1F, 0x0D, 0x1000, 0x8000
OF_VARIABLE_SIZE = {0x1E, UNICODE, OBJECT, 0x102}


class Damaged(Exception):
    """Not TNEF, or cut off; whoever asked keeps it as the file that it came as."""


@dataclass
class File:
    name: str = ""
    content: bytes = b""
    content_type: str = ""
    content_id: str = ""


@dataclass
class Unpacked:
    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)
    codepage: str = "cp1252"


def unpack(content):
    """Raises Damaged."""
    try:
        return _unpack(memoryview(content))
    except (struct.error, LookupError, ValueError) as error:
        raise Damaged from error


def _unpack(view):
    if LONG.unpack_from(view)[0] != SIGNATURE:
        raise Damaged
    found, at = Unpacked(), 6
    for _attribute in range(MAX_ATTRIBUTES):
        if at + ATTRIBUTE.size > len(view):
            break
        _level, name, length = ATTRIBUTE.unpack_from(view, at)
        begin = at + ATTRIBUTE.size
        if begin + length > len(view):
            raise Damaged
        _take(found, name & 0xFFFF, view[begin : begin + length])
        at = begin + length + 2  # a checksum follows
    found.files = [file for file in found.files if file.content]
    return found


def _take(found, name, value):
    if name == ATT_CODEPAGE:
        found.codepage = f"cp{LONG.unpack_from(value)[0]}"
    elif name == ATT_BODY:
        found.text = found.text or _text(value, found.codepage)
    elif name == ATT_MESSAGE_PROPERTIES:
        words = _properties(value, found.codepage, {BODY, HTML})
        found.text, found.html = _str(words.get(BODY, found.text)), _str(words.get(HTML, ""))
    elif name == ATT_BEGINS:
        if len(found.files) == MAX_FILES:
            raise Damaged
        found.files.append(File())
    elif found.files and name == ATT_TITLE:
        found.files[-1].name = found.files[-1].name or _text(value, found.codepage)
    elif found.files and name == ATT_DATA:
        found.files[-1].content = bytes(value)
    elif found.files and name == ATT_ATTACHMENT_PROPERTIES:
        _describe(found.files[-1], value, found.codepage)


def _describe(file, value, codepage):
    wanted = {DATA, LONG_FILENAME, FILENAME, MIME_TAG, CONTENT_ID}
    told = _properties(value, codepage, wanted)
    file.name = _str(told.get(LONG_FILENAME) or told.get(FILENAME) or file.name)
    file.content_type, file.content_id = (
        _str(told.get(MIME_TAG, "")),
        _str(told.get(CONTENT_ID, "")),
    )
    if not file.content and isinstance(told.get(DATA), bytes):
        file.content = told[DATA]


def _properties(view, codepage, wanted):
    """{id: text or bytes} of the wanted properties (section 2.1.3.4)."""
    told, at = {}, 4
    for _property in range(min(LONG.unpack_from(view)[0], MAX_ATTRIBUTES)):
        kind, name = PROPERTY.unpack_from(view, at)
        at += PROPERTY.size
        if name >= NAMED:
            at = _after_name(view, at)
        several, kind = kind & SEVERAL, kind & ~SEVERAL
        count = 1
        if several or kind in OF_VARIABLE_SIZE:
            (count,) = LONG.unpack_from(view, at)
            at += LONG.size
        if kind not in OF_VARIABLE_SIZE:
            at += SIZES[kind] * count
            continue
        for _value in range(count):
            (length,) = LONG.unpack_from(view, at)
            at += LONG.size
            if name in wanted and name not in told:
                told[name] = _value_of(view[at : at + length], kind, name, codepage)
            at += (length + 3) // 4 * 4
    return told


def _after_name(view, at):
    """Where the name of a named property ends: its set, then a number or a text."""
    at += 16
    kind, number = struct.unpack_from("<II", view, at)
    return at + 8 + ((number + 3) // 4 * 4 if kind else 0)


def _value_of(value, kind, name, codepage):
    if kind == UNICODE:
        return _text(value, "utf-16-le")
    if kind == OBJECT:
        return bytes(value[16:])  # what kind of object it is stands before it
    if name == DATA:
        return bytes(value)
    return _text(value, (name == HTML and charsets.of_html(value)) or codepage)


def _text(value, codepage):
    return charsets.decoded(value, codepage).rstrip("\0")


def _str(value):
    return value if isinstance(value, str) else ""

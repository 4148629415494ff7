"""The mail inside an opaque S/MIME signature (CMS, RFC 5652, section 5), read from its BER.

The signature is not checked here: the sender is judged as that of any other mail.
"""

from dataclasses import dataclass

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
SEQUENCE, SET, OBJECT_ID, INTEGER, OCTETS, FIRST = 0x30, 0x31, 0x06, 0x02, 0x04, 0xA0
CONSTRUCTED = 0x20
MAX_LEVELS = 10


class Damaged(Exception):
    pass


@dataclass(frozen=True)
class Value:
    tag: int
    begin: int
    end: int  # of the content; -1 where an end mark closes it (X.690, 8.1.3.6)
    after: int


def signed_content(data):
    """Bytes of the signed content. Raises Damaged where it is not that."""
    view = memoryview(data)
    content_info = _value(view, 0, SEQUENCE)
    kind = _value(view, content_info.begin, OBJECT_ID)
    if bytes(view[kind.begin : kind.end]) != SIGNED_DATA:
        raise Damaged("not signed data")
    explicit = _value(view, kind.after, FIRST)
    signed = _value(view, explicit.begin, SEQUENCE)
    version = _value(view, signed.begin, INTEGER)
    algorithms = _value(view, version.after, SET)
    encapsulated = _value(view, _after(view, algorithms, 0), SEQUENCE)
    kind = _value(view, encapsulated.begin, OBJECT_ID)
    content = _value(view, kind.after, FIRST)
    pieces = []
    _octets(view, content.begin, pieces, 0)
    return b"".join(pieces)


def _value(view, at, *tags):
    if at + 2 > len(view) or (tags and view[at] not in tags):
        raise Damaged("another value was expected")
    tag, length, begin = view[at], view[at + 1], at + 2
    if length == 0x80:
        return Value(tag, begin, -1, -1)
    if length > 0x80:
        size = length & 0x7F
        length, begin = int.from_bytes(view[begin : begin + size], "big"), begin + size
    if begin + length > len(view):
        raise Damaged("cut off")
    return Value(tag, begin, begin + length, begin + length)


def _after(view, value, level):
    """Where the next value begins."""
    if value.after >= 0:
        return value.after
    if level > MAX_LEVELS:
        raise Damaged("nested too deep")
    at = value.begin
    while bytes(view[at : at + 2]) != b"\0\0":
        at = _after(view, _value(view, at), level + 1)
    return at + 2


def _octets(view, at, pieces, level):
    """Collects the octets of a string, which may be cut in pieces; returns what follows it."""
    if level > MAX_LEVELS:
        raise Damaged("nested too deep")
    value = _value(view, at, OCTETS, OCTETS | CONSTRUCTED)
    if value.tag == OCTETS:
        if value.end < 0:
            raise Damaged("a length is missing")
        pieces.append(bytes(view[value.begin : value.end]))
        return value.after
    at = value.begin
    while at != value.end and not (value.end < 0 and bytes(view[at : at + 2]) == b"\0\0"):
        at = _octets(view, at, pieces, level + 1)
    return at if value.end >= 0 else at + 2

"""The mail inside an opaque S/MIME signature (CMS, RFC 5652, section 5), read from its BER (X.690).

The signature is not checked here: the sender is judged as that of any other mail.
"""

from dataclasses import dataclass

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
SEQUENCE, SET, OBJECT_ID, INTEGER, OCTETS, FIRST = 0x30, 0x31, 0x06, 0x02, 0x04, 0xA0
CONSTRUCTED, INDEFINITE = 0x20, 0x80
END = b"\0\0"
MAX_LEVELS = 10
MAX_VALUES = 100_000  # programs cut content in pieces of a kilobyte or more


class Damaged(Exception):
    """Not signed data, cut off, or built to take long."""


@dataclass(frozen=True)
class Value:
    tag: int
    begin: int
    end: int | None  # of its content; None where an end mark closes it (8.1.3.6)


def signed_content(data):
    """Bytes of the signed content. Raises Damaged."""
    ber = _Ber(data)
    content_info = ber.value(0, SEQUENCE)
    kind = ber.value(content_info.begin, OBJECT_ID)
    if data[kind.begin : kind.end] != SIGNED_DATA:
        raise Damaged("other than signed data")
    explicit = ber.value(kind.end, FIRST)
    signed = ber.value(explicit.begin, SEQUENCE)
    version = ber.value(signed.begin, INTEGER)
    algorithms = ber.value(version.end, SET)
    encapsulated = ber.value(ber.after(algorithms), SEQUENCE)
    kind = ber.value(encapsulated.begin, OBJECT_ID)
    content = ber.value(kind.end, FIRST)
    collected = bytearray()
    ber.octets(content.begin, collected)
    return bytes(collected)


class _Ber:
    def __init__(self, data):
        self.data, self.values = data, 0

    def value(self, at, *tags):
        data, self.values = self.data, self.values + 1
        if self.values > MAX_VALUES or at + 2 > len(data) or (tags and data[at] not in tags):
            raise Damaged("another value was expected")
        tag, length, begin = data[at], data[at + 1], at + 2
        if length == INDEFINITE and tag & CONSTRUCTED:
            return Value(tag, begin, None)
        if length >= INDEFINITE:
            size = length - INDEFINITE
            length, begin = int.from_bytes(data[begin : begin + size], "big"), begin + size
        if begin + length > len(data):
            raise Damaged("cut off")
        return Value(tag, begin, begin + length)

    def after(self, value, level=0):
        """Where the next value begins."""
        if value.end is not None:
            return value.end
        if level > MAX_LEVELS:
            raise Damaged("nested too deep")
        at = value.begin
        while self.data[at : at + 2] != END:
            at = self.after(self.value(at), level + 1)
        return at + 2

    def octets(self, at, collected, level=0):
        """Collects the octets of a string, which may be cut in pieces; returns what follows it."""
        if level > MAX_LEVELS:
            raise Damaged("nested too deep")
        string = self.value(at, OCTETS, OCTETS | CONSTRUCTED)
        if string.tag == OCTETS:
            collected += memoryview(self.data)[string.begin : string.end]
            return string.end
        at = string.begin
        while not (at == string.end or (string.end is None and self.data[at : at + 2] == END)):
            at = self.octets(at, collected, level + 1)
        return at if string.end is not None else at + 2

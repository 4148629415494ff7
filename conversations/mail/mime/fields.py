"""Header fields to text, with the mistakes that mail programs make in them (RFC 2047, 2231)."""

import binascii
import re
from email.message import Message
from functools import lru_cache

from conversations.mail.mime import charsets, transfer
from workspace.text import clean_line

LONGEST = 10_000  # of a field that is read as text
MAX_PARAMETERS = 100  # the library takes quadratic time for more
ENCODED_WORD = re.compile(
    r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bq])\?(.{0,1000}?)\?=", re.IGNORECASE
)


def raw(headers, name):
    """All fields of that name, unfolded, in Unicode, their encoded words as they stand."""
    return [_unicode(value) for field, value in headers.raw_items() if field.lower() == name]


def text(headers, name):
    """The first field of that name as one line of text; "" where there is none."""
    return clean_line(decoded(_first(headers, name)))


def content_type(headers):
    """In lower case; "text/plain" where there is none, or what is no type (RFC 2045, 5.2)."""
    told = _first(headers, "Content-Type").partition(";")[0].strip().lower()
    return told if told.count("/") == 1 else "text/plain"


def parameter(headers, name, key):
    """A parameter such as a boundary or a file name; "" where there is none."""
    return _parameter(_first(headers, name), key)


def _first(headers, name):
    """As much of the first field of that name as is read; "" where there is none."""
    name = name.lower()
    found = (value for field, value in headers.raw_items() if field.lower() == name)
    return _unicode(str(next(found, ""))[:LONGEST])


@lru_cache(maxsize=256)  # of each part several are asked for, and most mails have the same
def _parameter(field, key):
    holder = Message()
    holder["Content-Type"] = ";".join(field.split(";", MAX_PARAMETERS)[:MAX_PARAMETERS])
    value = holder.get_param(key, "")
    if isinstance(value, tuple):  # RFC 2231: charset, language, text
        charset, _language, encoded = value
        value = charsets.decoded(encoded.encode("latin-1", "replace"), charset or "utf-8")
    return decoded(str(value))


def decoded(value):
    """Encoded words (RFC 2047) as text; also without spaces around them, and cut in a letter."""
    made, at, waiting, charset = [], 0, b"", ""
    for word in ENCODED_WORD.finditer(value):
        between = value[at : word.start()]
        if waiting and (between.strip() or word[1].lower() != charset):
            made.append(charsets.decoded(waiting, charset))
            waiting = b""
        if between.strip() or not at:
            made.append(between)
        waiting, charset, at = waiting + _octets(word[2], word[3]), word[1].lower(), word.end()
    if waiting:
        made.append(charsets.decoded(waiting, charset))
    return "".join([*made, value[at:]])


def _octets(encoding, encoded):
    octets = encoded.encode("utf-8", "replace")
    if encoding in "bB":
        return transfer.base64(octets)
    return binascii.a2b_qp(octets, header=True)


def _unicode(value):
    text = str(value)
    if not text.isascii():
        text = charsets.decoded(text.encode("utf-8", "surrogateescape"), "utf-8")
    return text.replace("\r", "").replace("\n", "")

"""DKIM signatures of the domain of From (RFC 6376), by dkimpy; the body is hashed here, in pieces.

The library makes several copies of the body as lists of its lines and words, and its expressions
take quadratic time on runs of white space.
"""

import base64
import hashlib
import logging
import re
from collections import Counter
from functools import cache, partial

import dkim
from dkim.util import parse_tag_value

from conversations.mail.authentication.alignment import ascii_domain
from conversations.mail.mime import structure

MAX_SIGNATURES = 5
MAX_SIGNATURE = 8_000
MAX_KEY = 1_200  # bytes of its record: 4096 bits fit; to reckon with far longer ones takes hours
LONG_WHITE_SPACE = re.compile(rb"\s{60}")
PIECE = 1 << 20
TABS = bytes.maketrans(b"\t", b" ")
quiet = logging.getLogger(__name__)
quiet.setLevel(logging.CRITICAL)  # what others signed badly is no error of ours
ALGORITHM = b"rsa-sha256"
# Those that are read and stand there once: of several a signature is about the last (section
# 5.4.2), and the reader shows the first.
ONCE = {
    b"cc", b"content-transfer-encoding", b"content-type", b"date", b"from", b"in-reply-to",
    b"message-id", b"references", b"subject", b"to",
}  # fmt: skip


def check(raw, alignment, lookups):
    """(whether a signature of an aligned domain is right, what was found)."""
    start, body = structure.bounds(raw)
    try:
        message = _Message(raw, start, body)
    except (dkim.DKIMException, LookupError):
        return False, "headers that cannot be verified"
    tried = []
    for index, domain in enumerate(message.signers()):
        if domain and alignment.of_dkim(domain) and len(tried) < MAX_SIGNATURES:
            if message.is_signed(index, lookups):
                return True, f"DKIM of {domain}"
            tried.append(domain)
    return False, f"DKIM of {', '.join(tried)}: wrong" if tried else "no DKIM of the domain"


class _Message(dkim.DKIM):
    def __init__(self, raw, start, body):
        super().__init__(raw[start:body], logger=quiet)
        self._body_hash = cache(partial(body_hash, raw, body))

    def signers(self):
        """The domain of each signature; "" where it cannot be read."""
        counts = Counter(name.lower() for name, _value in self.headers)
        several = {name for name in ONCE if counts[name] > 1}
        return [
            self._signer(value, several)
            for name, value in self.headers
            if name.lower() == b"dkim-signature"
        ]

    def _signer(self, value, several):
        if len(value) > MAX_SIGNATURE or LONG_WHITE_SPACE.search(value):
            return ""
        try:
            tags = parse_tag_value(value)
        except dkim.util.InvalidTagValueList:
            return ""
        signed = {name.strip().lower() for name in tags.get(b"h", b"").split(b":")}
        # With l= anything can be added below; nobody who means well needs it (section 8.2).
        if b"l" in tags or b"from" not in signed or signed & several:
            return ""
        if tags.get(b"a") != ALGORITHM:
            return ""
        return ascii_domain(tags.get(b"d", b"").decode("ascii", "replace"))

    def is_signed(self, index, lookups):
        def text(name, timeout=None):
            found = next(iter(lookups.texts(name.decode("ascii", "replace"))), b"")
            return found if len(found) <= MAX_KEY else None

        try:
            return bool(self.verify(index, dnsfunc=text))
        except (dkim.DKIMException, ValueError, LookupError, TypeError):
            return False  # the signature or the key is damaged

    def verify_sig_process(self, sig, include_headers, sig_header, dnsfunc):
        claimed = base64.b64decode(b"".join(sig[b"bh"].split()))
        _headers, _slash, way = sig.get(b"c", b"simple/simple").partition(b"/")
        if self._body_hash(relaxed=way == b"relaxed") != claimed:
            raise dkim.ValidationError("the body is not what was signed")
        headers_only = {tag: value for tag, value in sig.items() if tag != b"bh"}
        return super().verify_sig_process(headers_only, include_headers, sig_header, dnsfunc)


def body_hash(raw, start, *, relaxed):
    """SHA-256 of the body from `start` on, with its lines as sections 3.4.3 and 3.4.4 say."""
    digest, empty_lines, began = hashlib.sha256(), 0, False
    for piece in _pieces(raw, start):
        lines = piece.replace(b"\r\n", b"\n")
        if relaxed:
            lines = _relaxed(lines)
        words = lines.rstrip(b"\n")
        if words:
            digest.update(b"\r\n" * empty_lines + words.replace(b"\n", b"\r\n"))
            empty_lines, began = 0, True
        empty_lines += len(lines) - len(words)
    if began or not relaxed:
        digest.update(b"\r\n")
    return digest.digest()


def _pieces(raw, start):
    """About a megabyte each, up to the end of a line."""
    while start < len(raw):
        end = raw.find(b"\n", start + PIECE) + 1 or len(raw)
        yield raw[start:end]
        start = end


def _relaxed(lines):
    lines = lines.translate(TABS)
    while b"  " in lines:
        lines = lines.replace(b"  ", b" ")
    return lines.replace(b" \n", b"\n")

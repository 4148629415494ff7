"""`Thread-Index`, by which Outlook keeps a conversation together (MS-OXOMSG, 2.2.1.3)."""

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import blake2b

EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
# Of a time difference so many low bits are left out, and from this one on five more.
SHORT, LONG, FAR = 18, 23, 1 << 49


def thread_index(root, began, at, place):
    """Of a message at a `place` of the conversation with this root: 22 bytes that all of them
    share, and 5 for when it was said since."""
    guid = blake2b(root.encode(), digest_size=16).digest()
    # As Outlook itself has it: the first of the eight bytes of the time is the reserved 0x01.
    header = _filetime(began).to_bytes(8)[:6]
    since = max(0, _filetime(at) - int.from_bytes(header + b"\0\0"))
    is_far = since >= FAR
    delta = (since >> (LONG if is_far else SHORT)) & 0x7FFF_FFFF | is_far << 31
    return b64encode(header + guid + delta.to_bytes(4) + bytes([place & 0xFF])).decode()


def _filetime(moment):
    """In units of 100 nanoseconds since 1601 (MS-DTYP, 2.3.3)."""
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 10_000_000 + since.microseconds * 10

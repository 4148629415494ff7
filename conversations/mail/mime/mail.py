"""What a mail says, as the rest of the program knows it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from functools import cached_property


class Refused(Exception):
    """The mail cannot be taken; `code` is the answer's SMTP and enhanced code (RFC 5321, 3463)."""

    def __init__(self, code, reason):
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(frozen=True)
class Part:
    """A file that came along. `inline`: the words show it at its `content_id` (RFC 2392)."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True)
class Mail:
    """Text is Unicode with `\\n`, without controls; addresses are lower case; ids without `<>`."""

    raw: bytes
    headers: Message
    message_id: str  # "sha256-…" of the raw mail where it has none
    references: list[str]  # the nearest last
    subject: str  # without "Re:", "Fw:" and tags of lists
    subject_as_sent: str
    is_reply: bool
    is_forward: bool
    name: str  # "" where the sender gave none, or an address
    address: str
    sent_at: datetime
    text: str  # the whole of the words, or "" where some of them came as HTML only
    html: str  # the whole of the words, or ""
    flowed: bool
    files: list[Part]
    calendar: bytes
    signature: str  # "", "S/MIME" or "PGP"
    encrypted: str  # "", "S/MIME" or "PGP"
    leaves: list = field(default_factory=list, repr=False, compare=False)  # `structure.Leaf`

    @property
    def called(self):
        """What to call its sender: by their name, or by what stands before the @ (at most 64)."""
        return self.name or self.address.partition("@")[0]

    @cached_property
    def fingerprint(self):
        """SHA-256 of what it says: servers on the way add headers, and wrap it in other ways."""
        digest = hashlib.sha256()
        for words in (self.address, self.subject_as_sent, self.text, self.html):
            digest.update(words.encode("utf-8", "surrogatepass") + b"\0")
        for file in self.files:
            digest.update(hashlib.sha256(file.content).digest())
        digest.update(self.calendar)
        return digest.hexdigest()

"""A mail on its way in, and how that way ends."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from conversations.mail.mime import Mail


class Ended(Exception):
    """What becomes of a mail: an outcome of `Delivery` and the reason. The rest is for the log:
    fields of `Delivery`."""

    def __init__(self, outcome, reason="", detail="", **about):
        super().__init__(outcome, reason)
        self.outcome, self.reason, self.detail, self.about = outcome, reason, detail, about


@dataclass
class Arrival:
    """One mail at one address; what is found out about it is added on the way."""

    mail: Mail
    recipient: str
    transport: str
    envelope_from: str | None = None
    peer: str = ""
    helo: str = ""
    # Whoever reads the mail of the known address said that it is theirs, or a moderator did.
    is_confirmed: bool = False
    # The delivery that this is another try of.
    again: Any = None

    known: Any = None
    place: Any = None
    thread: Any = None
    group: Any = None
    person: Any = None

    @cached_property
    def fingerprint(self):
        """SHA-256 of what it says: servers on the way add headers, and wrap it in other ways."""
        mail, digest = self.mail, hashlib.sha256()
        for words in (mail.address, mail.subject_as_sent, mail.text, mail.html):
            digest.update(words.encode("utf-8", "surrogatepass") + b"\0")
        for file in mail.files:
            digest.update(hashlib.sha256(file.content).digest())
        digest.update(mail.calendar)
        return digest.hexdigest()

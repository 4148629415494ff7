"""A mail on its way in, and how that way ends."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings

from conversations.mail import authentication
from conversations.mail.mime import Mail
from conversations.models import Delivery


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
    # The same mail at the first of its addresses.
    beside: Any = None
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
    def is_vouched_for(self):
        """Whether the domain of its sender does (DMARC). Of one mail the DNS is asked once."""
        if self.beside is not None:
            return self.beside.is_vouched_for
        # By SMTP anyone may have brought it, and the log does not say who did.
        is_from_our_server = self.again is None or self.transport != Delivery.Transport.SMTP
        return authentication.verdict(
            self.mail,
            peer=self.peer,
            helo=self.helo,
            envelope_from=self.envelope_from or "",
            trusted=settings.AUTHSERV_IDS if is_from_our_server else (),
        ).dmarc_pass

"""Mail that comes in: bytes at an address, to exactly one outcome, with the reason."""

from conversations.mail.inbound.delivering import deliver, deliver_again
from conversations.mail.inbound.places import Refused, check_recipient, those_given

__all__ = ["Refused", "check_recipient", "deliver", "deliver_again", "those_given"]

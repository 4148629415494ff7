"""The same mail, once more: another server brought it, or it went to several of our addresses."""

from conversations.mail.inbound.arrival import Ended
from conversations.models import Delivery
from conversations.models.mail_log import FOR_PERSON

Outcome = Delivery.Outcome


def refuse(arrival):
    """Whether a mail with the same Message-ID and other words came before. Raises `Ended` for the
    same words."""
    same = {
        copy.sha256
        for copy in arrival.known.earlier[arrival.mail.message_id]
        if _is_copy(copy, arrival)
    }
    if arrival.mail.fingerprint in same:
        raise Ended(Outcome.DROPPED, "duplicate")
    is_released = arrival.again is not None and arrival.is_confirmed
    return bool(same) and not is_released


def _is_copy(copy, arrival):
    """Whether it went to the same address, or to another one of the same conversation; each button
    is a matter of its own. At one of two addresses it may be in doubt whose it is."""
    if arrival.again is not None and copy.pk == arrival.again.pk:
        return False
    if copy.recipient == arrival.recipient:
        return True
    address = arrival.place.address
    is_asking = copy.reason == "command" or (address is not None and address.command)
    in_thread = arrival.thread is not None and copy.thread_id == arrival.thread.pk
    return in_thread and not is_asking and copy.reason not in FOR_PERSON

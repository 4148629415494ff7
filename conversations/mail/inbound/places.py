"""What an address of ours leads to: a conversation, a card in it, a group."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from conversations.mail import addresses, commands, ids
from conversations.mail.inbound.arrival import Ended
from conversations.mail.reasons import REASONS
from conversations.models import Delivery, Message, Thread
from groups.invitation_address import invitation_at
from groups.models import MailDoor

REJECTED = Delivery.Outcome.REJECTED
# Those that every domain with mail has (RFC 5321, 4.5.1; RFC 2142).
POSTMASTER = {"postmaster", "abuse"}


class Refused(Exception):
    """Nobody has this address. `code` is the enhanced status code, `sentence` says why."""

    def __init__(self, reason):
        super().__init__(reason)
        self.code, self.sentence = REASONS[reason].code.split()[1], str(REASONS[reason].sentence)


@dataclass(frozen=True)
class Place:
    """`address` is a signed one, `group` has one of its own, `invitation` is answered at its own;
    none of these: the one that our mails come from, or the postmaster's."""

    address: addresses.Address | None = None
    group: Any = None
    invitation: Any = None
    is_postmaster: bool = False


def check_recipient(recipient):
    """Raises `Refused` for an address that is nobody's."""
    try:
        place_at(recipient)
    except Ended as end:
        raise Refused(end.reason) from None


def place_at(recipient):
    """Raises `Ended` for an address that is nobody's. One query."""
    recipient = recipient.strip().lower()
    if address := addresses.parse(recipient):
        is_reply = address.kind == addresses.REPLY
        if is_reply and address.command and address.command not in commands.COMMANDS:
            raise Ended(REJECTED, "unknown-command")
        return Place(address)
    if invitation := invitation_at(recipient):
        return Place(group=invitation.group, invitation=invitation)
    local, _at, _domain = recipient.rpartition("@")
    if addresses.is_ours(recipient) and local in POSTMASTER:
        return Place(is_postmaster=True)
    if recipient == general_address():
        return Place()
    group = addresses.group_at(recipient)
    if group is None or group.mail_door == MailDoor.NOBODY:
        raise Ended(REJECTED, "no-such-address")
    return Place(group=group)


def general_address():
    """Where our mails come from, and where those answer whose program knows no Reply-To."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()


def thread_for(arrival):
    """The conversation that the mail is for: that of its address, else that of the mail of ours
    that it answers. None where it is to start one. Raises `Ended`."""
    address = arrival.place.address
    if address is None:
        return _answered(arrival)
    threads = Thread.objects.select_related("group__subsite", "stream")
    if address.kind == addresses.OUTCOME:
        found = threads.filter(messages=address.thing).first()
    else:
        found = threads.filter(pk=address.thing).first()
    if found is None and address.kind != addresses.BOUNCE:
        raise Ended(REJECTED, "no-such-address")
    return found


def _answered(arrival):
    """Where the message stands now that it answers: it may have been split off or merged."""
    for thread, message in _named(arrival.mail):
        threads = Thread.objects.select_related("group__subsite", "stream")
        if arrival.place.group is not None:
            threads = threads.filter(group=arrival.place.group)
        where = {"messages": message} if message else {"pk": thread}
        if found := threads.filter(**where).first():
            return found
    return None


def answered_message(arrival):
    """The message that the mail answers, when others came after it; else None."""
    if arrival.place.address and arrival.place.address.kind == addresses.OUTCOME:
        key = arrival.place.address.thing
    else:
        key = next((message for _thread, message in _named(arrival.mail) if message), None)
    if key is None:
        return None
    message = Message.objects.standing().filter(pk=key, thread=arrival.thread).first()
    is_last = message is not None and message.number == arrival.thread.stream.entries
    return None if is_last else message


def _named(mail):
    """(thread key, message key or 0) of our mails that it names, the nearest first; few."""
    found = [known for known in map(ids.parse, reversed(mail.references)) if known]
    return list(dict.fromkeys(found))[:3]

"""What an address of ours leads to: a conversation, a card in it, a group."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from conversations.mail import addresses, commands
from conversations.mail.inbound import senders
from conversations.mail.inbound.arrival import Ended
from conversations.mail.inbound.known import Names, answered, named
from conversations.mail.inbound.together import Together, company
from conversations.mail.reasons import REASONS
from conversations.models import Delivery, Message, Thread
from groups import access
from groups.models import MailDoor
from groups.models.group import OFFICES

REJECTED = Delivery.Outcome.REJECTED
# Those that every domain with mail has (RFC 5321, 4.5.1; RFC 2142).
POSTMASTER = {"postmaster", "abuse"}


@Together
def names_of(recipients):
    """What they stand for, for each of them."""
    return [Names.of(recipients)] * len(recipients)


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
        with company.joined():
            recipient = recipient.strip().lower()
            place_at(recipient, names_of(recipient))
    except Ended as end:
        raise Refused(end.reason) from None


def those_given(recipients):
    """Of these addresses, in lower case, those that are somebody's."""
    names = Names.of(recipients)
    return {recipient for recipient in recipients if _is_given(recipient, names)}


def _is_given(recipient, names):
    try:
        place_at(recipient, names)
    except Ended:
        return False
    return True


def place_at(recipient, names):
    """Raises `Ended` for an address that is nobody's. `names` is what it stands for, in lower
    case."""
    if address := names.signed.get(recipient):
        is_reply = address.kind == addresses.REPLY
        if is_reply and address.command and address.command not in commands.COMMANDS:
            raise Ended(REJECTED, "unknown-command")
        return Place(address)
    if invitation := names.invitations.get(recipient):
        return Place(group=invitation.group, invitation=invitation)
    local, _at, _domain = recipient.rpartition("@")
    if addresses.is_ours(recipient) and local in POSTMASTER:
        return Place(is_postmaster=True)
    if recipient == general_address():
        return Place()
    group = None if local in OFFICES else names.groups.get(recipient)
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
        return _answered(arrival) or _answered_beside_us(arrival)
    if address.kind == addresses.OUTCOME:
        threads = Thread.objects.select_related("group", "stream")
        found = threads.filter(messages=address.thing).first()
    else:
        found = arrival.known.threads.get(address.thing)
    if found is None and address.kind != addresses.BOUNCE:
        raise Ended(REJECTED, "no-such-address")
    return found


def _answered(arrival):
    """Where the message stands now that it answers: it may have been split off or merged."""
    for thread, message in named(arrival.mail):
        threads = Thread.objects.select_related("group", "stream")
        if arrival.place.group is not None:
            threads = threads.filter(group=arrival.place.group)
        where = {"messages": message} if message else {"pk": thread}
        if found := threads.filter(**where).first():
            return found
    return None


def _answered_beside_us(arrival):
    """Where a mail stands that went to the group and to a colleague, who answers to all: we never
    mailed it. For who takes part in that conversation; of all others it is a mail like any."""
    person = senders.known(arrival)
    if person is None or arrival.place.group is None or not arrival.mail.references:
        return None
    came = Delivery.objects.filter(group=arrival.place.group, mail_id__in=arrival.mail.references)
    first = came.exclude(message=None).order_by("pk").values("message__thread")[:1]
    threads = Thread.objects.visible_to(person).filter(group=arrival.place.group, pk__in=first)
    found = threads.select_related("group", "stream").first()
    return found if found and access.may(person, "post", found) else None


def answered_message(arrival):
    """The message that the mail answers, when others came after it; else None. An answer to a card
    always says so."""
    address = arrival.place.address
    if address is not None and address.kind == addresses.OUTCOME:
        return Message.objects.standing().filter(pk=address.thing).first()
    message = arrival.known.answered.get(answered(arrival.mail))
    if message is None or message.thread_id != arrival.thread.pk:
        return None
    return None if message.number == arrival.thread.stream.entries else message

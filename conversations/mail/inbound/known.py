"""What the database knows about the mails that come in at one moment: their addresses, the
conversations, earlier copies, and the messages that they answer."""

from collections import defaultdict
from dataclasses import dataclass, field

from conversations.mail import addresses, ids
from conversations.mail.addresses import OUTCOME
from conversations.mail.inbound import floods
from conversations.models import Delivery, Message, Thread
from groups.invitation_address import invitations_at


@dataclass(frozen=True)
class Names:
    """What addresses stand for; what is in none of these is nobody's, or has no row."""

    signed: dict
    invitations: dict
    groups: dict

    @classmethod
    def of(cls, recipients):
        """In three queries at most, however many they are."""
        signed = addresses.parse_all(recipients)
        invitations = invitations_at(recipients)
        groups = addresses.groups_at(set(recipients) - signed.keys() - invitations.keys())
        return cls(signed, invitations, groups)


@dataclass
class Known:
    names: Names
    threads: dict = field(default_factory=dict)
    earlier: dict = field(default_factory=lambda: defaultdict(list))
    answered: dict = field(default_factory=dict)
    lately: dict = field(default_factory=dict)


def look_up(arrivals):
    """One `Known` for all of them, in few queries."""
    known = Known(Names.of({arrival.recipient for arrival in arrivals}))
    signed = known.names.signed.values()
    people = dict.fromkeys((address.person.pk for address in signed), 0)
    known.lately = people | (floods.lately(people) if people else {})
    keys = {address.thing for address in signed if address.kind != OUTCOME}
    known.threads = Thread.objects.select_related("group", "stream").in_bulk(keys)
    mail_ids = {arrival.mail.message_id for arrival in arrivals}
    deliveries = Delivery.objects.taken().filter(mail_id__in=mail_ids).order_by()
    for copy in deliveries.only("mail_id", "recipient", "thread_id", "reason", "sha256"):
        known.earlier[copy.mail_id].append(copy)
    messages = {answered(arrival.mail) for arrival in arrivals} - {None}
    known.answered = Message.objects.standing().order_by().in_bulk(messages)
    return [known] * len(arrivals)


def named(mail):
    """(thread key, message key or 0) of our mails that it names, the nearest first; few."""
    found = [known for known in map(ids.parse, reversed(mail.references)) if known]
    return list(dict.fromkeys(found))[:3]


def answered(mail):
    """The key of the message that it answers, as far as it says so."""
    return next((message for _thread, message in named(mail) if message), None)

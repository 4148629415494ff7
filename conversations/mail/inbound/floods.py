"""Bounds on what comes by mail: a program that is out of order, or someone from outside, fills
neither a conversation, nor the desk of the moderators, nor the disk."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db.models import Count
from django.utils import timezone

from conversations.mail.inbound.arrival import Ended
from conversations.models import Delivery, Held
from conversations.models.mail_log import FOR_PERSON
from workspace.http import throttle

Outcome = Delivery.Outcome
# Of one person, posted or waiting: far more than someone writes.
MOST_AN_HOUR = 300
# How many mails may wait in a group at once: of one stranger, and of all of them.
MOST_OF_STRANGER, MOST_OF_STRANGERS = 5, 100
# How many may wait until who reads the mail of one address says that they wrote them.
MOST_UNPROVEN = 10


def lately(people):
    """{key: how many mails of this person were taken in the last hour}"""
    since = timezone.now() - timedelta(hours=1)
    taken = Delivery.objects.taken().filter(person__in=people, received_at__gt=since)
    counted = taken.exclude(reason__in=FOR_PERSON).order_by().values("person")
    return dict(counted.annotate(count=Count("pk")).values_list("person", "count"))


def bound(arrival):
    """Raises `Ended` for a person of whom too much came. What they were asked about is not new."""
    if arrival.again is not None:
        return
    key, known = arrival.person.pk, arrival.known.lately
    count = known[key] if key in known else lately([key]).get(key, 0)
    if count >= MOST_AN_HOUR:
        raise Ended(Outcome.REJECTED, "flood")


def bound_strangers(group, person):
    """Raises `Ended` where too much waits of this stranger (None: not known yet), or of all."""
    waiting = Held.objects.open().filter(thread__group=group)
    if person and waiting.filter(author=person).count() >= MOST_OF_STRANGER:
        raise Ended(Outcome.REJECTED, "too-many", person=person)
    if waiting.filter(reason=Held.Reason.STRANGER).count() >= MOST_OF_STRANGERS:
        raise Ended(Outcome.REJECTED, "desk-full")


def hold_unproven(arrival, person):
    """Raises `Ended`: it waits until they say that it is theirs. Anyone can name any address, so
    that has an end, too."""
    waiting = Delivery.objects.for_person().filter(sender=arrival.mail.address)
    is_flood = waiting.filter(reason="unproven-sender").count() >= MOST_UNPROVEN or (
        person is None and not throttle.allows("ask_by_mail", f"group:{arrival.group.pk}")
    )
    if is_flood and arrival.again is None:
        raise Ended(Outcome.DROPPED, "unproven")
    raise Ended(Outcome.HELD, "unproven-sender", person=person)


class Kept:
    """The bytes of a mail: stored once, however many addresses it came to."""

    def __init__(self, raw):
        self.raw, self.name = raw, ""

    def store(self, delivery):
        """On the row, which is not saved. What came to nothing is kept while there is room."""
        delivery.size = len(self.raw)
        came_to_nothing = delivery.outcome in (Outcome.DROPPED, Outcome.REJECTED)
        if came_to_nothing or delivery.reason == "postmaster":
            kilobytes = -(-delivery.size // 1024)
            if not self.name and not throttle.allows("unasked_mail", "all", kilobytes):
                return
        if self.name:
            delivery.raw = self.name
        else:
            delivery.raw.save("mail.eml", ContentFile(self.raw), save=False)
            self.name = delivery.raw.name

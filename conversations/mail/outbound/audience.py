"""Who gets which messages of a conversation by mail: the rule, what they chose, and what they have
seen already.

To follow a conversation brings every message, whatever was chosen for its group. To mute it leaves
only what names the person. Who chose summaries finds it there, and who chose nothing gets nothing,
unless they follow it. Who is no member of the group gets what they follow.
"""

from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.functions import Coalesce

from conversations.models import Bouncing, Mention, Message, Participation
from groups import access
from groups.models import MailChoice, Membership

FOLLOW, MUTE = Participation.Attention.FOLLOW, Participation.Attention.MUTE
EVERY, MENTIONS = MailChoice.EVERY, MailChoice.MENTIONS


class Audience:
    """Of these messages (keys) of a conversation."""

    def __init__(self, thread_pk, group_pk, messages):
        self.thread_pk, self.group_pk, self.messages = thread_pk, group_pk, messages
        self.named, self.answered = _named(messages), _answered(messages)

    def keys(self):
        """Of all who might get something, in order, but for who has been served already."""
        seats = Membership.objects.filter(group=self.group_pk)
        every = seats.filter(mail=EVERY).order_by().values_list("person", flat=True)
        followers = Participation.objects.filter(thread=self.thread_pk, attention=FOLLOW)
        called = {key for keys in self.named.values() for key in keys}
        served = Participation.objects.filter(
            thread=self.thread_pk, mailed_to__gte=max(self.messages, default=0)
        )
        wanted = {
            *every.iterator(), *followers.values_list("person", flat=True),
            *called, *self.answered.values(),
        }  # fmt: skip
        return sorted(wanted.difference(served.values_list("person", flat=True).iterator()))

    def people(self, thread, keys):
        """Those of these people who may read it at this moment and whose address works, each with
        their `choice` in its group, `attention`, `read_to`, `mailed_to` and `told_at`."""
        here = Q(access.in_force("memberships__"), memberships__group=thread.group_id)
        found = (
            thread.readers()
            .filter(pk__in=keys)
            .annotate(
                seat=FilteredRelation("memberships", condition=here),
                own=FilteredRelation("participations", condition=Q(participations__thread=thread)),
            )
            .annotate(
                choice=Coalesce(F("seat__mail"), Value("")),
                attention=Coalesce(F("own__attention"), Value("")),
                read_to=Coalesce(F("own__read_to"), 0),
                mailed_to=Coalesce(F("own__mailed_to"), 0),
                told_at=F("own__told_at"),
            )
        )
        people = list(found.order_by("pk"))
        suspended = Bouncing.objects.suspended([person.email for person in people])
        return [person for person in people if person.email not in suspended]

    def share(self, person, messages):
        """(those of the messages that this one of `people` gets, why)."""
        new = [
            message
            for message in messages
            if message.number > person.read_to
            and message.pk > person.mailed_to
            and message.author_id != person.pk
        ]
        if person.attention == FOLLOW:
            return new, "follow"
        if person.choice == EVERY and person.attention != MUTE:
            return new, "every"
        if person.choice in (EVERY, MENTIONS):
            return [message for message in new if self._calls(message, person)], "mention"
        return [], ""

    def _calls(self, message, person):
        is_named = person.pk in self.named.get(message.pk, ())
        is_answered = self.answered.get(message.pk) == person.pk
        return is_named or (is_answered and person.attention != MUTE)


def _named(messages):
    """{message key: keys of the people whom it names}"""
    named = {}
    for message, person in Mention.objects.filter(message__in=messages).values_list(
        "message", "person"
    ):
        named.setdefault(message, set()).add(person)
    return named


def _answered(messages):
    """{message key: key of the person whom it answers}. An answer by mail that quotes nothing
    answers what stands right before it."""
    found = Message.objects.filter(pk__in=messages).order_by()
    answered = dict(found.exclude(quotes=None).values_list("pk", "quotes__author"))
    before = found.filter(
        quotes=None, via="mail",
        thread__messages__number=F("number") - 1, thread__messages__notice__isnull=True,
    )  # fmt: skip
    return answered | dict(before.values_list("pk", "thread__messages__author"))

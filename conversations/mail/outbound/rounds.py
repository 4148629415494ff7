"""Rounds: what was said in a conversation goes to everyone who wants it by mail.

Nobody gets a message twice: one worker at a time is at a conversation, and notes of each person at
once what the mail server took for them, so that whoever goes on after a crash goes on there. What
is left of doubt is the moment between these two; a mail that went out twice has one Message-ID.
"""

import logging
import time
from bisect import bisect_right

from django.db import DatabaseError
from django.utils import timezone

from conversations.mail.outbound.audience import Audience
from conversations.mail.outbound.outlet import ENOUGH, Away, NotNow, Outlet, Refused
from conversations.mail.outbound.writing import Writer
from conversations.models import Bouncing, Mailing, Message, Outgoing, Participation, Thread
from conversations.models.mailing import GIVE_UP, NotOurs
from groups import access

logger = logging.getLogger(__name__)

# In one mail; what is left of a great many comes in the next.
MESSAGES = 30
BATCH = 50
# After so many seconds the database is asked again who may read what.
FRESH = 1.0
# So long at one conversation; then other work has its turn.
SLICE = 5.0
# Of so many conversations this process remembers between two slices what it rendered, and how far
# it came with which messages.
AT_ONCE = 4
unfinished: dict[int, tuple[Writer, tuple[list, int], dict]] = {}


def send_due():
    """Mail what has waited long enough. Gives the moment to look again, or None when nothing is
    left to mail."""
    began = time.monotonic()
    for moment, thread_pk in Outgoing.objects.turns():
        if moment > timezone.now():
            break
        _take_turn(thread_pk)
        if time.monotonic() - began > SLICE:
            break
    return min((moment for moment, _thread in Outgoing.objects.turns()), default=None)


def _take_turn(thread_pk):
    """A fault in one conversation is not that of the others."""
    try:
        mailing = Mailing.claim(thread_id=thread_pk)
    except NotOurs:
        return
    try:
        with Outlet() as outlet:
            Round(mailing, outlet).run()
    except NotOurs:
        logger.warning("The mailing of thread %s took too long; another worker has it", thread_pk)
    except Away as error:
        logger.warning("The mail server is away: %s", error)
        mailing.put_off()
    except Exception:
        logger.exception("The mailing of thread %s failed", thread_pk)
        mailing.put_off()


class Round:
    def __init__(self, mailing, outlet):
        self.mailing, self.outlet = mailing, outlet
        self.thread_pk = mailing.thread_id
        fresh = Writer(), ([], 0), {}
        # `not_taken` is {address: what the server said}.
        self.writer, self.served, self.not_taken = unfinished.pop(self.thread_pk, fresh)
        self.failed = 0

    def run(self):
        """Raises `Away`, and `NotOurs` when another worker took over."""
        queued = Outgoing.objects.ripe(self.thread_pk)
        self.keys = list(queued.order_by("pk").values_list("pk", flat=True)[:MESSAGES])
        is_done = self._serve_all()
        if is_done and (not self.not_taken or self._is_too_late(queued)):
            queued.filter(pk__in=self.keys).delete()
            self.mailing.done()
        elif is_done:
            self.mailing.put_off()
        else:
            if len(unfinished) == AT_ONCE:
                unfinished.clear()
            unfinished[self.thread_pk] = self.writer, self.served, self.not_taken
            self.mailing.pause()

    def _serve_all(self):
        """Whether nobody is left, when time is up; each turn comes further."""
        group = Thread.objects.values_list("group", flat=True).get(pk=self.thread_pk)
        self.audience = Audience(self.thread_pk, group, self.keys)
        keys, began = self.audience.keys(), time.monotonic()
        of_these, last = self.served
        at = bisect_right(keys, last) if of_these == self.keys else 0
        if not at:
            self.not_taken = {}
        first = at
        while at < len(keys):
            if time.monotonic() - began > SLICE and at > first:
                return False
            last = self._serve(keys[at : at + BATCH])
            self.served = self.keys, last
            at = bisect_right(keys, last)
        return True

    def _serve(self, keys):
        """Some people, as far as that is quickly done; the key of the last one."""
        asked = time.monotonic()
        thread = Thread.objects.select_related("group__subsite", "stream", "closure").get(
            pk=self.thread_pk
        )
        standing = Message.objects.filter(pk__in=self.keys, thread=thread).standing()
        messages = list(standing.with_author().order_by("number"))
        for message in messages:
            message.thread = thread
        shares = self._shares(thread, messages, keys)
        people = [person for person, _share, _why in shares]
        self.writer.look(thread, messages, people)
        writers = access.those_who_may(people, "post", thread)
        for person, share, why in shares:
            self.mailing.renew()
            self._try_to_send(person, share, why, person in writers)
            if time.monotonic() - asked > FRESH:
                return person.pk
        return keys[-1]

    def _shares(self, thread, messages, keys):
        """[(person, messages, why)] of those who get something."""
        shares = []
        for person in self.audience.people(thread, keys):
            share, why = self.audience.share(person, messages)
            is_told = not thread.group.mails_words and person.told_at == person.read_to
            if share and not is_told:
                shares.append((person, share, why))
        return shares

    def _try_to_send(self, *about):
        """A fault in the mail to one person is not that of the others, unless it is in all."""
        try:
            self._send(*about)
        except (Away, DatabaseError):
            raise
        except Exception:
            self.failed += 1
            if self.failed == ENOUGH:
                raise
            logger.exception("The mail to person %s failed", about[0].pk)
            self.not_taken[about[0].email] = None  # nobody was asked to take it

    def _send(self, person, share, why, may_answer):
        try:
            self.outlet.send(self.writer.mail(person, share, why, may_answer))
        except Refused as error:
            Bouncing.objects.record(person.email, "hard", str(error))
        except NotNow as error:
            self.not_taken[person.email] = str(error)
            return
        self._note(person, share)

    def _note(self, person, share):
        """That they have it: for each at once, so that a crash forgets nobody."""
        noted = Participation(
            thread_id=self.thread_pk, person=person, mailed_to=max(message.pk for message in share)
        )
        fields = ["mailed_to"]
        if not self.writer.thread.group.mails_words:
            noted.told_at = person.read_to
            fields.append("told_at")
        Participation.objects.bulk_create(
            [noted], update_conflicts=True, unique_fields=["person", "thread"], update_fields=fields
        )

    def _is_too_late(self, queued):
        """Whether to try no longer for those whose mail the server did not take."""
        if not queued.filter(queued_at__lte=timezone.now() - GIVE_UP).exists():
            return False
        for email, said in self.not_taken.items():
            logger.warning("A mail was not taken for days and is given up: %s", said)
            if said is None:
                continue
            Bouncing.objects.record(email, "soft", said)
        return True

"""What is still to be mailed, and who is at it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Max, Min, Q
from django.utils import timezone

# What was said longer ago than this before it came in here (a mailing list's archive) is no news.
NEWS = timedelta(hours=1)
# A conversation that goes on and on is mailed at least this many delays after what waits longest.
MOST_DELAYS = 5
# A worker that died lets go after this long; a mail takes far less (EMAIL_TIMEOUT).
LEASE = timedelta(minutes=5)
# What the mail server has not taken by then.
GIVE_UP = timedelta(days=2)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)


def delay():
    """How long a message waits: to be taken back, and for what follows at once."""
    return timedelta(seconds=settings.MAIL_DELAY_SECONDS)


class OutgoingQuerySet(models.QuerySet):
    def queue(self, messages):
        """In the post's own transaction; whether there is anything to mail. Notices are not."""
        since = timezone.now() - NEWS
        news = [each for each in messages if each.notice is None and each.posted_at > since]
        self.bulk_create([Outgoing(message=message) for message in news])
        return bool(news)

    def turns(self):
        """[(moment, thread key)]: when each conversation with something to mail has its turn, the
        earliest first."""
        rows = (
            self.order_by()
            .values_list("message__thread")
            .annotate(Min("queued_at"), Max("queued_at"))
            .annotate(Max("message__thread__mailing__due_at"))
            .annotate(Max("message__thread__mailing__failures"))
            .annotate(Max("message__thread__mailing__claimed_until"))
        )
        return sorted((_turn(*moments), pk) for pk, *moments in rows)

    def ripe(self, thread_pk):
        """Those of a conversation that have waited long enough."""
        return self.filter(message__thread=thread_pk, queued_at__lte=timezone.now() - delay())

    def came_along(self, messages, source, thread):
        """A split or a merge brought messages into another thread. Who was mailed those of them
        that still go out, in a round that is not over, is not mailed them again; everyone else
        is, whatever else of that thread they were mailed."""
        first = self.filter(message__in=messages).aggregate(Min("message"))["message__min"]
        if first is None:
            return
        thread.participations.filter(mailed_to__gte=first).update(mailed_to=first - 1)
        served = source.participations.filter(mailed_to__gte=first)
        thread.participations.bulk_create(
            [type(each)(thread=thread, person_id=each.person_id, mailed_to=each.mailed_to)
             for each in served],
            update_conflicts=True, unique_fields=["person", "thread"], update_fields=["mailed_to"],
        )  # fmt: skip


def _turn(first, last, due, failures, claimed_until):
    """When nobody has said anything for a while, but not never. After a failure when it is due, but
    what had not waited long enough by then does not wait for that."""
    waited = last + delay()
    turn = min(waited, first + MOST_DELAYS * delay())
    if due is not None:
        failed_at = due - _pause_after(failures)
        turn = min(waited, due) if waited > failed_at else max(turn, due)
    return max(turn, claimed_until or turn)


def _pause_after(failures):
    """Until the next try; it doubles each time."""
    return min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE) if failures else timedelta()


class Outgoing(models.Model):
    """That a message is still to be mailed: one row, whatever its readers. It goes along where a
    split or a merge takes the message, and is gone when everyone has been served."""

    message = models.OneToOneField(
        "conversations.Message", models.CASCADE, related_name="outgoing", primary_key=True
    )
    queued_at = models.DateTimeField(default=timezone.now)

    objects = OutgoingQuerySet.as_manager()

    def __str__(self):
        return f"to be mailed: {self.message}"


class NotOurs(Exception):
    """Somebody else is at it."""


class Claimed(models.Model):
    """What one worker at a time is at."""

    claimed_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @classmethod
    def claim(cls, **key):
        """The row of this key, held for `LEASE`. Raises `NotOurs`."""
        claimed = cls.objects.get_or_create(**key)[0]
        now = timezone.now()
        claimed._hold(Q(claimed_until=None) | Q(claimed_until__lte=now), now)
        return claimed

    def renew(self):
        """Hold it for longer, when half of the time is over. Raises `NotOurs` when it took so long
        that another worker has it now."""
        now = timezone.now()
        if self.claimed_until - now < LEASE / 2:
            self._hold(Q(claimed_until=self.claimed_until), now)

    def _hold(self, free, now):
        until = now + LEASE
        if not type(self).objects.filter(free, pk=self.pk).update(claimed_until=until):
            raise NotOurs
        self.claimed_until = until

    def release(self, **changes):
        ours = type(self).objects.filter(pk=self.pk, claimed_until=self.claimed_until)
        ours.update(claimed_until=None, **changes)


class Mailing(Claimed):
    """How the mailing of a conversation goes."""

    thread = models.OneToOneField("conversations.Thread", models.CASCADE, related_name="mailing")
    # Not before then, after it failed.
    due_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"mailing of {self.thread}"

    def done(self):
        self.release(due_at=None, failures=0)

    def pause(self):
        """There is more to do; but others come first."""
        self.release(due_at=timezone.now(), failures=0)

    def put_off(self):
        """It failed: again in a while."""
        failures = min(self.failures + 1, 1000)
        self.release(due_at=timezone.now() + _pause_after(failures), failures=failures)


class Digesting(Claimed):
    """The round of summaries: there is one."""

    def __str__(self):
        return "summaries"

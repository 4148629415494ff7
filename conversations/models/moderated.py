"""What a moderator does with a whole thread. Each verb leaves a notice in the timeline."""

from contextlib import contextmanager

from django.apps import apps
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from conversations.models.gate import Pace
from conversations.models.mailing import Outgoing
from groups import access
from workspace.streams.models import Stream, Verb, locked


class Moderated:
    """Verbs of Thread. All raise `MayNot` for someone who does not moderate its group."""

    @contextmanager
    def _moderated(self, by, *others):
        with locked(self.stream, *(other.stream for other in others)):
            # Asked under the lock: the thread may have been moved, the role may have ended.
            self.refresh_from_db(fields=["group"])
            access.require(by, "moderate", self)
            yield

    def close(self, by):
        with self._moderated(by):
            closures = apps.get_model("conversations.Closure").objects
            if closures.get_or_create(thread=self, defaults={"closed_by": by})[1]:
                self.notice(by, "closed")
                self.audit("close", by)

    def reopen(self, by):
        with self._moderated(by):
            if apps.get_model("conversations.Closure").objects.filter(thread=self.pk).delete()[0]:
                self.notice(by, "reopened")
                self.audit("reopen", by)

    def rename(self, by, subject):
        with self._moderated(by):
            was, self.subject = self.subject, subject
            self.save(update_fields=["subject"])
            self.notice(by, "renamed", was=was, now=subject)
            self.audit("rename", by)

    @property
    def pace(self):
        return Pace(self.slow_seconds).label

    def slow_down(self, by, seconds):
        """After a message, its author waits so long before the next one. Raises ValueError for
        what is no `Pace`."""
        seconds = Pace(seconds)
        with self._moderated(by):
            if seconds != self.slow_seconds:
                self.slow_seconds = seconds
                self.save(update_fields=["slow_seconds"])
                self.notice(by, "slowed", seconds=seconds)
                self.audit("slow", by, seconds=seconds)

    def move(self, by, group):
        """To another group, where `by` moderates too. From then on that group's members read it."""
        access.require(by, "moderate", group)
        with self._moderated(by), locked(self.group.stream, group.stream):
            self.part_with_guests(by)
            was, self.group = self.group, group
            self.save(update_fields=["group"])
            self.notice(by, "moved", was=was.name, now=group.name)
            was.stream.record(Verb.DELETE, actor=by, thread=self.pk)
            group.stream.record(Verb.CREATE, actor=by, thread=self.pk)
            self.audit("move", by, was=was.pk)

    def split(self, by, subject, messages):
        """A new thread with these messages of this one. Raises ValueError when none would stay."""
        kept = self.messages.exclude(pk__in=[message.pk for message in messages])
        if not messages or not kept.filter(notice__isnull=True).exists():
            raise ValueError("a thread keeps at least one message")
        with self._moderated(by):
            other = type(self).objects.create(
                group=self.group, author=messages[0].author, subject=subject,
                started_at=messages[0].posted_at,
                reading=self.reading, hidden_at=self.hidden_at,
                stream=Stream.objects.create(kind="thread"),
            )  # fmt: skip
            with locked(other.stream):
                self._hand_over(messages, other, by)
                self.share_guests_with(other)
                other.notice(by, "split_from", thread=self.pk, subject=self.subject)
            self.notice(by, "split_to", thread=other.pk, subject=subject, count=len(messages))
            with locked(self.group.stream):
                self.group.stream.record(Verb.CREATE, actor=by, thread=other.pk)
            self.audit("split", by, into=other.pk, messages=len(messages))
        return other

    def merge(self, by, into):
        """All messages go to the end of `into`; this thread stays, closed, and points there."""
        access.require(by, "moderate", into)
        with self._moderated(by, into):
            messages = list(self.messages.filter(notice__isnull=True))
            into.keep_as_narrow_as(self, by)
            self._hand_over(messages, into, by)
            into.notice(by, "merged_from", subject=self.subject, count=len(messages))
            self.notice(by, "merged_into", thread=into.pk, subject=into.subject)
            apps.get_model("conversations.Closure").objects.get_or_create(
                thread=self, defaults={"closed_by": by}
            )
            self.audit("merge", by, into=into.pk, messages=len(messages))

    def _hand_over(self, messages, other, by):
        number, revision = other.stream.entries, other.stream.position
        for place, message in enumerate(messages, 1):
            message.thread, message.number = other, number + place
            message.revision = revision + place
        self.messages.bulk_update(messages, ["thread", "number", "revision"])
        data = [{"message": message.pk} for message in messages]
        other.stream.record_all(Verb.CREATE, data, [by] * len(data), entries=True)
        Outgoing.objects.came_along(messages, self, other)
        self._renumber(by)

    def _renumber(self, by):
        """Close the holes that moved messages left, in the numbers and in what people have read."""
        own = self.messages.filter(number__lte=OuterRef("read_to")).order_by()
        read = own.values("thread").annotate(count=Count("pk")).values("count")
        self.participations.update(read_to=Coalesce(Subquery(read), 0))
        left = list(self.messages.order_by("number"))
        self.messages.update(number=F("number") + self.stream.entries)
        self.stream.entries = len(left)
        self.stream.record(Verb.MOVE, actor=by)
        for number, message in enumerate(left, 1):
            message.number, message.revision = number, self.stream.position
        self.messages.bulk_update(left, ["number", "revision"])

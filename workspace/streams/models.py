"""The log: streams of events with gapless positions."""

from contextlib import contextmanager

from django.conf import settings
from django.db import models, transaction
from django.db.models import F

from workspace.streams import hints


@contextmanager
def locked(*streams):
    """A transaction in which nobody else writes to these streams.

    The counter's row is the lock: a sequence's numbers become visible out of order, so a reader
    who asks for "after N" would miss some; a counter under its lock misses none. Against
    deadlock: streams of one call are locked in the order of their keys, and nested calls go from
    threads to groups to persons.
    """
    with transaction.atomic():
        rows = Stream.objects.select_for_update().order_by("pk")
        fresh = rows.in_bulk([stream.pk for stream in streams])
        for stream in streams:
            stream.position = fresh[stream.pk].position
            stream.entries = fresh[stream.pk].entries
        yield


def record_in_each(streams, verb, *, actor=None, **data):
    """The same event in each of the streams, in a fixed number of queries."""
    with locked(*streams):
        for stream in streams:
            stream.position += 1
        Event.objects.bulk_create(
            Event(stream=stream, position=stream.position, verb=verb, actor=actor, data=data)
            for stream in streams
        )
        keys = [stream.pk for stream in streams]
        Stream.objects.filter(pk__in=keys).update(position=F("position") + 1)
        for stream in streams:
            hints.announce_on_commit(stream)


class Stream(models.Model):
    """What can be followed: a thread, a group's list, a person's own list.

    `position` counts all events; `entries` counts those that a reader may have unread.
    """

    kind = models.CharField(max_length=20)
    position = models.PositiveBigIntegerField(default=0)
    entries = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"{self.kind} {self.pk} at {self.position}"

    def record(self, verb, *, actor=None, **data):
        """Append an event, under `locked`; the followers hear of it after the commit."""
        return self.record_all(verb, [data], [actor])[0]

    def record_all(self, verb, items, actors, *, entries=False):
        """Append an event for each of the items, a dict of data and an actor each."""
        events = [
            Event(stream=self, position=position, verb=verb, actor=actor, data=data)
            for position, (data, actor) in enumerate(
                zip(items, actors, strict=True), self.position + 1
            )
        ]
        self.position += len(items)
        self.entries += len(items) if entries else 0
        Event.objects.bulk_create(events)
        Stream.objects.filter(pk=self.pk).update(position=self.position, entries=self.entries)
        hints.announce_on_commit(self)
        return events


class Verb(models.TextChoices):
    """ActivityStreams 2.0 activity types (W3C Recommendation, section 3)."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"
    MOVE = "Move"
    JOIN = "Join"
    LEAVE = "Leave"
    READ = "Read"


class Event(models.Model):
    """One thing that happened in a stream. Rows are only ever added."""

    stream = models.ForeignKey(Stream, models.CASCADE, related_name="events", db_index=False)
    position = models.PositiveBigIntegerField()
    verb = models.CharField(max_length=10, choices=Verb)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    data = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "position"], name="gapless_position")
        ]

    def __str__(self):
        return f"{self.stream_id}/{self.position} {self.verb}"

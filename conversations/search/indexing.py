"""The index follows the log: whatever is told in a thread names the message that it is about."""

from django.db import transaction
from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.functions import Coalesce
from modelsearch.backends import get_search_backend

from conversations.kinds import outcome_kinds
from conversations.models import Message, Thread
from conversations.models.indexing import Indexing
from workspace.streams.models import Event, Stream

THREADS, EVENTS, ROWS = 50, 1000, 100


def catch_up():
    """Index what was told since the last time. Safe beside another that does the same."""
    while behind := _threads_behind():
        events = _events_after(behind)
        keys = {event.data["message"] for event in events if "message" in event.data}
        _index(Message, Message.objects.filter(pk__in=keys).select_related("withdrawal", "removal"))
        _index(Thread, Thread.objects.filter(stream__in=behind))
        if len(events) < EVENTS:
            reached = {stream: position for stream, (_to, position) in behind.items()}
        else:
            reached = {event.stream_id: event.position for event in events}
        Indexing.objects.bulk_create(
            [Indexing(stream_id=stream, position=to) for stream, to in reached.items()],
            update_conflicts=True, unique_fields=["stream"], update_fields=["position"],
        )  # fmt: skip


def rebuild():
    """Forget the index and read everything anew. Meanwhile less is found."""
    Indexing.objects.all().delete()
    get_search_backend().reset_indexes()
    catch_up()


def _threads_behind():
    """{stream: (indexed to, position)} of some threads in which something was told since."""
    to = Coalesce("indexing__position", Value(0), output_field=BigIntegerField())
    found = Stream.objects.filter(kind="thread").annotate(to=to).filter(position__gt=F("to"))
    rows = found.order_by("pk").values_list("pk", "to", "position")[:THREADS]
    return {stream: (to, position) for stream, to, position in rows}


def _events_after(behind):
    new = Q(pk=None)
    for stream, (to, _position) in behind.items():
        new |= Q(stream=stream, position__gt=to)
    return list(Event.objects.filter(new).order_by("stream", "position")[:EVENTS])


def _index(model, found):
    """In parts, so that nobody waits long to write."""
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), ROWS):
        with transaction.atomic():
            rows = list(found.filter(pk__in=keys[at : at + ROWS]))
            if model is Message:
                fetch_searched(rows)
            get_search_backend().add_bulk(model, rows)


def fetch_searched(messages):
    """What the cards among these messages carry, with all that it is found by: for each kind a
    fixed number of queries."""
    for kind, config in outcome_kinds().items():
        cards = {message.pk: message for message in messages if message.outcome_kind == kind}
        if cards:
            for outcome in config.outcomes.filter(message__in=cards).for_search():
                outcome.message = cards[outcome.message_id]
                outcome.message.outcome = outcome

"""Reading the log: heads, and events as the payloads that readers get."""

from typing import NamedTuple

from django.utils import translation

from workspace.streams import listed
from workspace.streams.kinds import Kind
from workspace.streams.models import Event, Stream

# One more than this behind, and a reader loads the page again.
MAX_CATCH_UP = 500


class Head(NamedTuple):
    kind: str
    position: int
    entries: int


def heads(stream_ids) -> dict[int, Head]:
    """The heads of those of these streams that exist, in one query."""
    rows = Stream.objects.filter(pk__in=listed.keys(stream_ids))
    return {pk: Head(*head) for pk, *head in rows.values_list("pk", "kind", "position", "entries")}


def read(stream_id, after, limit=MAX_CATCH_UP) -> list[Event]:
    """The events after this position, oldest first, each with its stream as it is now."""
    events = Event.objects.filter(stream=stream_id, position__gt=after)
    return list(events.select_related("stream").order_by("position")[:limit])


def payloads(kind: Kind, stream_id, events, language) -> list[dict]:
    """What a reader in this language gets of these events, which `read` gave."""
    with translation.override(language):
        rendered = kind.render(stream_id, events, language)
    return [
        {
            "type": "event",
            **extra,
            "stream": stream_id,
            "position": event.position,
            "verb": event.verb,
            "entries": event.stream.entries,
        }
        for event, extra in zip(events, rendered, strict=True)
    ]

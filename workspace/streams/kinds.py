"""What the log must know of the apps whose streams it keeps. Each app registers its kinds."""

from dataclasses import dataclass
from typing import Protocol

from django.db.models import QuerySet


class Render(Protocol):
    def __call__(self, stream_id: int, events: list, language: str) -> list[dict]:
        """For each event what its frame carries besides stream, position and verb. Bounded work:
        the same number of queries however many events; the texts are in `language`."""


class Readers(Protocol):
    def __call__(self, stream_id: int) -> QuerySet:
        """The persons who may hear this stream: the access rule, as a query not yet run."""


class Operation(Protocol):
    def __call__(self, person_id: int, stream_id: int, frame: dict) -> dict | None:
        """What a client asks of a stream it follows, such as `read`; a frame that is returned goes
        to that client alone. Raises ValueError for a frame that is not in the form that
        docs/live.md gives, and `operations.Refused` for what is not done."""


@dataclass(frozen=True)
class Kind:
    name: str
    readers: Readers
    render: Render
    operations: dict[str, Operation]


kinds: dict[str, Kind] = {}


def register(kind: Kind):
    kinds[kind.name] = kind

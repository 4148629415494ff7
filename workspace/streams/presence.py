"""Who is here and who types: forgotten unless it is said again. Never stored."""

import time

HERE_SECONDS, TYPING_SECONDS = 10, 5
# A frame names at most so many; `count` says how many there are.
MAX_NAMED = 50


class Presence:
    """Marks by stream, of this process's own people and of those other processes tell about."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self.here: dict[int, dict[int, float]] = {}
        self.typing: dict[int, dict[int, float]] = {}
        self.fresh: dict[str, dict[int, set[int]]] = {"here": {}, "typing": {}}

    def mark_here(self, stream_id, person):
        self.fresh["here"].setdefault(stream_id, set()).add(person)

    def mark_typing(self, stream_id, person):
        self.fresh["typing"].setdefault(stream_id, set()).add(person)

    def take_fresh(self) -> dict | None:
        """What our own people said since the last call, in the form that `learn` takes."""
        fresh, self.fresh = self.fresh, {"here": {}, "typing": {}}
        said = {
            what: [[stream, sorted(people)] for stream, people in streams.items()]
            for what, streams in fresh.items()
        }
        return said if any(said.values()) else None

    def learn(self, said):
        now = self.clock()
        for stream, people in said["here"]:
            self.here.setdefault(stream, {}).update(dict.fromkeys(people, now + HERE_SECONDS))
        for stream, people in said["typing"]:
            self.typing.setdefault(stream, {}).update(dict.fromkeys(people, now + TYPING_SECONDS))

    def of(self, stream_id) -> dict:
        """`here` and `typing` (person keys, at most `MAX_NAMED` of each) and the `count` here."""
        here, typing = self._now(self.here, stream_id), self._now(self.typing, stream_id)
        return {"here": here[:MAX_NAMED], "count": len(here), "typing": typing[:MAX_NAMED]}

    def _now(self, marks, stream_id):
        now = self.clock()
        current = {
            person: until for person, until in marks.pop(stream_id, {}).items() if until > now
        }
        if current:
            marks[stream_id] = current
        return sorted(current)

    def forget(self, known_streams):
        """Drop what is said of other streams than these."""
        for marks in (self.here, self.typing):
            for stream_id in marks.keys() - known_streams:
                del marks[stream_id]

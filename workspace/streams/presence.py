"""Who is here, who types, and where in a text: forgotten unless it is said again. Never stored."""

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
        self.cursors: dict[int, dict[int, tuple[str, float]]] = {}
        self.fresh: dict[str, dict[int, set[int]]] = {"here": {}, "typing": {}}
        self.fresh_cursors: dict[int, dict[int, str]] = {}

    def mark_here(self, stream_id, person):
        self.fresh["here"].setdefault(stream_id, set()).add(person)

    def mark_typing(self, stream_id, person):
        self.fresh["typing"].setdefault(stream_id, set()).add(person)

    def mark_cursor(self, stream_id, person, at):
        """`at` is for other browsers to read: a few bytes in base64."""
        self.fresh_cursors.setdefault(stream_id, {})[person] = at

    def take_fresh(self) -> dict | None:
        """What our own people said since the last call, in the form that `learn` takes."""
        fresh, self.fresh = self.fresh, {"here": {}, "typing": {}}
        said = {
            what: [[stream, sorted(people)] for stream, people in streams.items()]
            for what, streams in fresh.items()
        }
        cursors, self.fresh_cursors = self.fresh_cursors, {}
        said["cursors"] = [[stream, list(at.items())] for stream, at in cursors.items()]
        return said if any(said.values()) else None

    def learn(self, said):
        now = self.clock()
        for stream, people in said["here"]:
            self.here.setdefault(stream, {}).update(dict.fromkeys(people, now + HERE_SECONDS))
        for stream, people in said["typing"]:
            self.typing.setdefault(stream, {}).update(dict.fromkeys(people, now + TYPING_SECONDS))
        for stream, cursors in said["cursors"]:
            marks = self.cursors.setdefault(stream, {})
            marks.update((person, (at, now + HERE_SECONDS)) for person, at in cursors)

    def of(self, stream_id) -> dict:
        """`here` and `typing` (person keys, at most `MAX_NAMED` of each), the `count` here, and
        `cursors` ({person: at}) where there are any."""
        here, typing = self._now(self.here, stream_id), self._now(self.typing, stream_id)
        present = {"here": here[:MAX_NAMED], "count": len(here), "typing": typing[:MAX_NAMED]}
        if cursors := self._cursors(stream_id):
            present["cursors"] = cursors
        return present

    def _cursors(self, stream_id):
        now, marks = self.clock(), self.cursors.pop(stream_id, {})
        current = {person: mark for person, mark in marks.items() if mark[1] > now}
        if current:
            self.cursors[stream_id] = current
        return {person: current[person][0] for person in sorted(current)[:MAX_NAMED]}

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
        for marks in (self.here, self.typing, self.cursors):
            for stream_id in marks.keys() - known_streams:
                del marks[stream_id]

"""A stream that sockets of this process follow or watch, and its delivery."""

import asyncio
import logging

from django.db import DatabaseError

from workspace.streams import log, rule
from workspace.streams.frames import text_frame
from workspace.streams.kinds import kinds
from workspace.streams.models import Verb
from workspace.streams.socket import Follow

logger = logging.getLogger(__name__)

BATCH = 64
# After so many sockets the loop has a moment for other work.
STRIDE = 250
RETRY_SECONDS = 1


class Feed:
    """Gapless and in order for each follower by construction: what is sent next is what comes
    after the follower's own cursor in the log, and nothing else is ever sent.

    `position` is the highest that the log, or a hint, has told of.
    """

    def __init__(self, stream_id, head: log.Head, pool, cache, refuse):
        """`refuse(stream_id, sockets)` is awaited for those whom the rule refuses."""
        self.stream_id, self.kind = stream_id, head.kind
        self.pool, self.cache, self.refuse = pool, cache, refuse
        self.position, self.told = head.position, head
        self.edition = 0
        self.read_to = head.position
        self.follows: dict = {}
        self.watchers: set = set()
        self.present: dict | None = None
        self.presence = b""
        self.pump = None

    def add(self, socket, after):
        """From now on the socket gets every event after this position."""
        self.drop(socket)
        socket.follows[self.stream_id] = self.follows[socket] = Follow(socket, after)
        self.wake()

    def watch(self, socket):
        socket.watches.add(self.stream_id)
        self.watchers.add(socket)

    def drop(self, socket):
        if follow := self.follows.pop(socket, None):
            follow.end()
            del socket.follows[self.stream_id]

    def end(self, socket):
        """Nothing of this stream goes to the socket any more. True when anything did."""
        had = socket in self.follows or socket in self.watchers
        self.drop(socket)
        self.watchers.discard(socket)
        socket.watches.discard(self.stream_id)
        socket.news.pop(self.stream_id, None)
        return had

    def sockets(self):
        return self.follows.keys() | self.watchers

    def hear(self, position):
        """A hint: the stream has come to this position, or so it is said."""
        if position > self.position:
            self.position = position
            self.wake()

    def see(self, head: log.Head):
        """The stream's row as just read. True when it moved since the last look."""
        moved, self.told = head != self.told, head
        self.hear(head.position)
        return moved

    def tell_presence(self, present, names):
        """Tell the followers who is here, who types and where, as in `Presence.of`."""
        people = {*present["here"], *present["typing"], *present.get("cursors", ())}
        named = {person: names[person] for person in people & names.keys()}
        payload = {"type": "presence", "stream": self.stream_id, **present, "names": named}
        self.present, self.presence = present, text_frame(payload)
        for socket in self.follows:
            socket.outlet.send(self.presence)

    def wake(self):
        """See to it that whoever lacks something gets it."""
        if self.pump is None or self.pump.done():
            self.pump = asyncio.ensure_future(self._pump())

    async def _pump(self):
        while batches := self._batches():
            try:
                for follows in batches:
                    await self._deliver(follows)
            except DatabaseError as error:
                logger.warning("Stream %s waits for the database: %s", self.stream_id, error)
                await asyncio.sleep(RETRY_SECONDS)
            except Exception:
                logger.exception("Stream %s cannot be delivered", self.stream_id)
                await asyncio.sleep(RETRY_SECONDS)

    def _batches(self):
        """The followers who lack something, together with those who lack about the same; the
        foremost first, so that nobody waits long for someone who is far behind."""
        batches: dict[int, list] = {}
        for follow in self.follows.values():
            if follow.cursor < self.position and not follow.is_behind:
                batches.setdefault((self.position - follow.cursor - 1) // BATCH, []).append(follow)
        return [batches[distance] for distance in sorted(batches)]

    async def _deliver(self, follows):
        """The next events to these followers. The rule is asked after the log was read: an event
        recorded after someone's membership ended is never sent to them."""
        after = min(follow.cursor for follow in follows)
        languages = {follow.socket.language for follow in follows}
        frames = await self._frames(after, languages)
        pairs = {(self.stream_id, follow.socket.session) for follow in follows}
        refused = await self.pool.run(rule.refused, self.kind, pairs)
        if refused:
            sessions = {session for _stream, session in refused}
            sockets = [follow.socket for follow in follows if follow.socket.session in sessions]
            await self.refuse(self.stream_id, sockets)
        for place, follow in enumerate(follows, 1):
            # Meanwhile it may have ended, or have begun anew from elsewhere.
            if self.follows.get(follow.socket) is follow:
                self._send(follow, frames[follow.socket.language], after + 1)
            if place % STRIDE == 0:
                await asyncio.sleep(0)

    def _send(self, follow, frames, begin):
        if taken := follow.take(frames, begin):
            follow.socket.outlet.send(*taken)
        if follow.cursor + 1 < begin + len(frames):
            follow.is_behind = True
            follow.socket.tell("behind", stream=self.stream_id, head=self.position)

    async def _frames(self, after, languages) -> dict[str, list[bytes]]:
        """For each language the frames of at most `BATCH` events after this position."""
        end = min(after + BATCH, self.position)
        found, missing = {}, set()
        for language in languages:
            keys = [self._key(language, position) for position in range(after + 1, end + 1)]
            found[language] = [self.cache.get(key) for key in keys]
            missing |= {place for place, frame in enumerate(found[language]) if frame is None}
        if not missing:
            return found
        first, last = min(missing), max(missing) + 1
        events = await self.pool.run(log.read, self.stream_id, after + first, last - first)
        self._learn(events, after + first)
        for language in languages:
            found[language][first:last] = await self._rendered(events, language)
            if len(events) < last - first:
                del found[language][first + len(events) :]
        return found

    def _learn(self, events, begin):
        if not events:
            # A hint named a position that the log has not.
            self.position = begin
            return
        changed = any(
            event.position > self.read_to and event.verb != Verb.CREATE for event in events
        )
        if changed:
            # What earlier events showed may look different now, or have been taken back.
            self.edition += 1
        self.read_to = max(self.read_to, events[-1].position)

    async def _rendered(self, events, language):
        payloads = await self.pool.run(
            log.payloads, kinds[self.kind], self.stream_id, events, language
        )
        frames = [text_frame(payload) for payload in payloads]
        for event, frame in zip(events, frames, strict=True):
            self.cache.put(self._key(language, event.position), frame)
        return frames

    def _key(self, language, position):
        return self.stream_id, self.edition, language, position

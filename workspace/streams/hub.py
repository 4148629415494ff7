"""The hub: all open sockets of this process, and what they follow. One per process.

It lives on the server's event loop. Only the database is asked in threads.
"""

import asyncio
from collections import Counter

from workspace.streams import hints, log, relay, rule
from workspace.streams.cache import FrameCache
from workspace.streams.feed import Feed
from workspace.streams.kinds import kinds
from workspace.streams.names import Names
from workspace.streams.pool import Pool
from workspace.streams.presence import Presence
from workspace.streams.tick import Tick

MAX_SOCKETS_OF_A_PERSON = 20
SESSION_ENDED = 4401


class Hub:
    def __init__(self):
        self.reading = Pool(4, "hub")
        # What clients write waits for locks; reading and delivery do not wait for them.
        self.writing = Pool(2, "hub-writes")
        self.cache = FrameCache()
        self.sockets: set = set()
        # Those that lost a stream: what else they watch is asked about at the next tick.
        self.doubted: set = set()
        self.sockets_of: Counter[int] = Counter()
        self.feeds: dict[int, Feed] = {}
        self.presence, self.names = Presence(), Names()
        self.relay = relay.Relay(self._overhear) if relay.is_shared() else None
        hints.deliver_to(self._announced)
        self.ticking = asyncio.ensure_future(Tick(self).keep_ticking())

    def join(self, socket):
        """False when this person has too many sockets open already."""
        if self.sockets_of[socket.person] >= MAX_SOCKETS_OF_A_PERSON:
            return False
        self.sockets_of[socket.person] += 1
        self.sockets.add(socket)
        return True

    def leave(self, socket):
        if socket in self.sockets:
            self.sockets.remove(socket)
            self.doubted.discard(socket)
            self.sockets_of[socket.person] -= 1
            if not self.sockets_of[socket.person]:
                del self.sockets_of[socket.person]
            self.end(socket, [*socket.follows, *socket.watches])

    async def follow(self, socket, after, watch):
        """Every event of the streams in `after` ({stream: position}) that comes after that
        position; of those in `watch` the heads."""
        heads = await self.reading.run(_heads_for, socket.session, after.keys() | watch)
        if socket not in self.sockets:
            return
        for stream_id in after.keys() | watch:
            head = heads.get(stream_id)
            if head is None:
                self.end(socket, [stream_id])
                socket.tell("gone", stream=stream_id)
            elif stream_id not in after:
                self._feed(stream_id, head).watch(socket)
                socket.news[stream_id] = head[1:]
            elif 0 <= head.position - after[stream_id] <= log.MAX_CATCH_UP:
                feed = self._feed(stream_id, head)
                feed.add(socket, after[stream_id])
                if feed.presence:
                    socket.outlet.send(feed.presence)
            else:
                self.end(socket, [stream_id])
                socket.tell("reset", stream=stream_id, head=head.position)

    def end(self, socket, stream_ids):
        """The socket hears nothing more of these streams. Returns those of which it did."""
        ended = []
        for stream_id in stream_ids:
            feed = self.feeds.get(stream_id)
            if feed is None:
                continue
            if feed.end(socket):
                ended.append(stream_id)
            if not feed.sockets():
                del self.feeds[stream_id]
        return ended

    def acknowledge(self, socket, positions):
        """What was sent has arrived up to these positions. True when that was news."""
        waiting = socket.unacknowledged
        for stream_id, position in positions.items():
            if follow := socket.follows.get(stream_id):
                follow.acknowledge(position)
        if socket.is_relieved():
            for stream_id, follow in socket.follows.items():
                if follow.is_behind:
                    follow.is_behind = False
                    self.feeds[stream_id].wake()
        return socket.unacknowledged < waiting

    def _feed(self, stream_id, head):
        feed = self.feeds.get(stream_id)
        if feed is None:
            feed = self.feeds[stream_id] = Feed(
                stream_id, head, self.reading, self.cache, self.refuse
            )
        feed.hear(head.position)
        return feed

    # Hints

    def _announced(self, positions):
        """Writers of this process made streams move."""
        self._hear(positions.items())
        if self.relay:
            self.relay.publish(positions)

    def _overhear(self, message):
        """Another process tells what moved there, and who is there."""
        self._hear(message["heads"])
        if message["presence"]:
            self.presence.learn(message["presence"])

    def _hear(self, heads):
        for stream_id, position in heads:
            if feed := self.feeds.get(stream_id):
                feed.hear(position)

    async def refuse(self, stream_id, sockets):
        """The rule said no for these: their session ended, or what they may see changed."""
        await self.end_dead_sessions(sockets)
        self.gone(stream_id, sockets)
        self.doubted |= self.sockets.intersection(sockets)

    async def end_dead_sessions(self, sockets):
        by_session: dict[str, list] = {}
        for socket in sockets:
            by_session.setdefault(socket.session, []).append(socket)
        living = await self.reading.run(rule.living, by_session)
        for session in by_session.keys() - living:
            for socket in by_session[session]:
                self.leave(socket)
                socket.outlet.close(SESSION_ENDED)

    def gone(self, stream_id, sockets):
        for socket in sockets:
            if self.end(socket, [stream_id]):
                socket.tell("gone", stream=stream_id)


def _heads_for(session, stream_ids):
    """The heads of those of these streams that the session's person may hear."""
    heads = log.heads(stream_ids)
    asked: dict[str, list] = {}
    for stream_id, head in heads.items():
        if head.kind in kinds:
            asked.setdefault(head.kind, []).append((stream_id, session))
    allowed = set().union(*(rule.may_hear(kind, pairs) for kind, pairs in asked.items()))
    return {stream_id: head for stream_id, head in heads.items() if (stream_id, session) in allowed}

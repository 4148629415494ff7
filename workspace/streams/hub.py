"""The hub: all open sockets of this process, and what they follow. One per process.

It lives on the server's event loop. Only the database is asked in threads.
"""

import asyncio
import logging
from collections import Counter

from django.db import DatabaseError

from workspace.streams import hints, log, relay, rule
from workspace.streams.cache import FrameCache
from workspace.streams.feed import Feed
from workspace.streams.frames import text_frame
from workspace.streams.kinds import kinds
from workspace.streams.names import Names
from workspace.streams.pool import Pool
from workspace.streams.presence import Presence

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.5
TICKS_PER_BEAT = 2
# Every head is told again, and the rule for those who only watch it asked again, once in so many.
TICKS_PER_ROUND = 10
MAX_SOCKETS_OF_A_PERSON = 20
SESSION_ENDED = 4401

EMPTY_BEAT = text_frame({"type": "beat", "heads": {}})


class Hub:
    def __init__(self):
        self.reading = Pool(4, "hub")
        # What clients write waits for locks; reading and delivery do not wait for them.
        self.writing = Pool(2, "hub-writes")
        self.cache = FrameCache()
        self.sockets: set = set()
        self.sockets_of: Counter[int] = Counter()
        self.feeds: dict[int, Feed] = {}
        self.presence, self.names = Presence(), Names()
        self.ticks = 0
        self.relay = relay.Relay(self._overhear) if relay.is_shared() else None
        hints.deliver_to(self._announced)
        self.ticking = asyncio.ensure_future(self._keep_ticking())

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
                stream_id, head, self.reading, self.cache, self._refuse
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

    # The tick

    async def _keep_ticking(self):
        loop = asyncio.get_running_loop()
        is_well = True
        while True:
            begin = loop.time()
            try:
                await self._tick()
                if not is_well:
                    logger.info("The hub can read the database again")
                is_well = True
            except DatabaseError as error:
                if is_well:
                    logger.error("The hub cannot read the database: %s", error)
                is_well = False
            except Exception:
                logger.exception("A tick of the hub failed")
            await asyncio.sleep(max(0.05, begin + TICK_SECONDS - loop.time()))

    async def _tick(self):
        """What holds without hints: see what moved, and end what is not allowed any more."""
        self.ticks += 1
        due = await self._look_at_heads()
        await self._end_what_is_refused(due)
        for feed in due:
            for socket in feed.sockets():
                socket.news[feed.stream_id] = feed.told[1:]
        await self._tell_presence()
        if self.ticks % TICKS_PER_BEAT == 0:
            self._beat()

    async def _look_at_heads(self) -> set[Feed]:
        """The feeds whose heads are to be told: those that moved, and in turn all others."""
        feeds = list(self.feeds.values())
        heads = await self.reading.run(log.heads, [feed.stream_id for feed in feeds])
        due = set()
        for feed in feeds:
            head = heads.get(feed.stream_id)
            if head is None:
                self._gone(feed.stream_id, feed.sockets())
            elif feed.see(head) or (feed.stream_id + self.ticks) % TICKS_PER_ROUND == 0:
                due.add(feed)
        return due

    async def _end_what_is_refused(self, due):
        """Asks for every follower at each tick, and for who only watches before telling a head."""
        asked: dict[str, dict] = {}
        for feed in self.feeds.values():
            for socket in feed.sockets() if feed in due else feed.follows:
                pair = feed.stream_id, socket.session
                asked.setdefault(feed.kind, {}).setdefault(pair, []).append(socket)
        for kind, sockets in asked.items():
            allowed = await self.reading.run(rule.may_hear, kind, sockets.keys())
            for stream_id, session in sockets.keys() - allowed:
                await self._refuse(stream_id, sockets[stream_id, session])
        await self._end_dead_sessions(socket for socket in self.sockets if not socket.follows)

    async def _refuse(self, stream_id, sockets):
        """The rule said no for these: their session ended, or what they may see changed."""
        await self._end_dead_sessions(sockets)
        self._gone(stream_id, sockets)

    async def _end_dead_sessions(self, sockets):
        by_session: dict[str, list] = {}
        for socket in sockets:
            by_session.setdefault(socket.session, []).append(socket)
        living = await self.reading.run(rule.living, by_session)
        for session in by_session.keys() - living:
            for socket in by_session[session]:
                self.leave(socket)
                socket.outlet.close(SESSION_ENDED)

    def _gone(self, stream_id, sockets):
        for socket in sockets:
            if self.end(socket, [stream_id]):
                socket.tell("gone", stream=stream_id)

    async def _tell_presence(self):
        if said := self.presence.take_fresh():
            self.presence.learn(said)
            if self.relay:
                self.relay.publish_presence(said)
        self.presence.forget(self.feeds.keys())
        looked = {feed: self.presence.of(stream_id) for stream_id, feed in self.feeds.items()}
        changed = {feed: present for feed, present in looked.items() if feed.present != present}
        people = {
            person for present in changed.values() for person in present["here"] + present["typing"]
        }
        names = await self.names.of(people, self.reading)
        for feed, present in changed.items():
            feed.tell_presence(present, names)

    def _beat(self):
        for socket in self.sockets:
            if socket.news:
                socket.tell("beat", heads=socket.news)
                socket.news = {}
            else:
                socket.outlet.send(EMPTY_BEAT)


def _heads_for(session, stream_ids):
    """The heads of those of these streams that the session's person may hear."""
    heads = log.heads(stream_ids)
    asked: dict[str, list] = {}
    for stream_id, head in heads.items():
        if head.kind in kinds:
            asked.setdefault(head.kind, []).append((stream_id, session))
    allowed = set().union(*(rule.may_hear(kind, pairs) for kind, pairs in asked.items()))
    return {stream_id: head for stream_id, head in heads.items() if (stream_id, session) in allowed}

"""What a hub does twice a second, whether or not any hint came."""

import asyncio
import logging

from django.db import DatabaseError

from workspace.streams import log, rule
from workspace.streams.feed import Feed
from workspace.streams.frames import text_frame

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.5
TICKS_PER_BEAT = 2
# Every head is told again, and the rule for those who only watch it asked again, once in so many.
TICKS_PER_ROUND = 10
EMPTY_BEAT = text_frame({"type": "beat", "heads": {}})


class Tick:
    def __init__(self, hub):
        self.hub = hub
        self.ticks = 0

    async def keep_ticking(self):
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
        hub = self.hub
        feeds = list(hub.feeds.values())
        heads = await hub.reading.run(log.heads, [feed.stream_id for feed in feeds])
        due = set()
        for feed in feeds:
            head = heads.get(feed.stream_id)
            if head is None:
                hub.gone(feed.stream_id, feed.sockets())
            elif feed.see(head) or (feed.stream_id + self.ticks) % TICKS_PER_ROUND == 0:
                due.add(feed)
        return due

    async def _end_what_is_refused(self, due):
        """Asks for every follower at each tick, and for who only watches before telling a head.
        Who lost one stream, such as a group's, often lost others with it, such as its threads."""
        hub = self.hub
        await self._refuse(
            (feed, socket)
            for feed in list(hub.feeds.values())
            for socket in (feed.sockets() if feed in due else feed.follows)
        )
        doubted, hub.doubted = hub.doubted, set()
        await self._refuse(
            (hub.feeds[stream_id], socket) for socket in doubted for stream_id in socket.watches
        )
        await hub.end_dead_sessions(socket for socket in hub.sockets if not socket.follows)

    async def _refuse(self, hearing):
        """Of the pairs (feed, socket) those that the rule says no to, asked kind by kind."""
        asked: dict[str, dict] = {}
        for feed, socket in hearing:
            pair = feed.stream_id, socket.session
            asked.setdefault(feed.kind, {}).setdefault(pair, []).append(socket)
        for kind, sockets in asked.items():
            refused = await self.hub.reading.run(rule.refused, kind, sockets.keys())
            for stream_id, session in refused:
                await self.hub.refuse(stream_id, sockets[stream_id, session])

    async def _tell_presence(self):
        hub = self.hub
        if said := hub.presence.take_fresh():
            hub.presence.learn(said)
            if hub.relay:
                hub.relay.publish_presence(said)
        hub.presence.forget(hub.feeds.keys())
        looked = {feed: hub.presence.of(stream_id) for stream_id, feed in hub.feeds.items()}
        changed = {feed: present for feed, present in looked.items() if feed.present != present}
        people = {
            person
            for present in changed.values()
            for person in (*present["here"], *present["typing"], *present.get("cursors", ()))
        }
        names = await hub.names.of(people, hub.reading)
        for feed, present in changed.items():
            feed.tell_presence(present, names)

    def _beat(self):
        for socket in self.hub.sockets:
            if socket.news:
                socket.tell("beat", heads=socket.news)
                socket.news = {}
            else:
                socket.outlet.send(EMPTY_BEAT)

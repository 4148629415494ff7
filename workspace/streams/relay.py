"""What the processes tell each other over Redis pub/sub: positions and presence, no content.

Best effort. Nothing waits for it and nothing depends on it: a process that hears nothing finds
out from the log at its hub's next tick.
"""

import asyncio
import json
import logging

from django.conf import settings
from django.utils.crypto import get_random_string
from redis import RedisError
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

logger = logging.getLogger(__name__)

CHANNEL = "streams"
ANSWER_SECONDS = 1
# Each relay hears its own pulse too. A subscription that died without a word is noticed by this.
PULSE_SECONDS = 1
SILENCE_SECONDS = 3
RETRY_SECONDS = 1

Away = (RedisError, OSError, TimeoutError)


def is_shared() -> bool:
    """Whether there may be other processes to tell."""
    return bool(settings.REDIS_URL)


def connection():
    """A client that gives up soon: trying again is the relay's own business."""
    return Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=ANSWER_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


class Relay:
    """Lives on one event loop. `receive` is called with each message of another process."""

    def __init__(self, receive=None):
        self.receive = receive
        self.name = get_random_string(12)
        self.heads: dict[int, int] = {}
        self.presence = None
        self.wanted = asyncio.Event()
        self.is_up, self.is_sending = True, False
        self.tasks = [asyncio.ensure_future(self._publish())]
        if receive:
            self.tasks += [
                asyncio.ensure_future(self._listen()),
                asyncio.ensure_future(self._pulse()),
            ]

    def publish(self, heads):
        """Positions by stream. Until they are sent only the highest of each stream is kept."""
        self.heads |= heads
        self.wanted.set()

    def publish_presence(self, said):
        self.presence = said
        self.wanted.set()

    async def _publish(self):
        client = connection()
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            self.is_sending = True
            message = {
                "from": self.name,
                "heads": list(self.heads.items()),
                "presence": self.presence,
            }
            self.heads, self.presence = {}, None
            try:
                await client.publish(CHANNEL, json.dumps(message))
                if not self.receive:
                    self._came_up()
            except Away as error:
                self._went_down(error)
                await asyncio.sleep(RETRY_SECONDS)
            self.is_sending = False

    async def published(self):
        """Returns once nothing waits to be sent."""
        while self.wanted.is_set() or self.is_sending:
            await asyncio.sleep(0.01)

    async def _listen(self):
        while True:
            try:
                async with connection() as client, client.pubsub() as subscription:
                    await subscription.subscribe(CHANNEL)
                    await self._hear(subscription)
            except Away as error:
                self._went_down(error)
                await asyncio.sleep(RETRY_SECONDS)

    async def _hear(self, subscription):
        """Raises TimeoutError when not even our own pulse is heard."""
        now = asyncio.get_running_loop().time
        async with asyncio.timeout(SILENCE_SECONDS) as patience:
            async for received in subscription.listen():
                if received["type"] != "message":
                    continue
                patience.reschedule(now() + SILENCE_SECONDS)
                self._came_up()
                message = json.loads(received["data"])
                if message["from"] != self.name:
                    self.receive(message)

    async def _pulse(self):
        while True:
            self.wanted.set()
            await asyncio.sleep(PULSE_SECONDS)

    def _went_down(self, error):
        if self.is_up:
            self.is_up = False
            logger.warning("Redis is away; other processes are heard later: %r", error)

    def _came_up(self):
        if not self.is_up:
            self.is_up = True
            logger.info("Redis is back")

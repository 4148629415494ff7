"""What the processes tell each other over the channel layer: positions and presence, no content.

Best effort. Nothing waits for it and nothing depends on it: a process that hears nothing finds
out from the log at its hub's next tick.
"""

import asyncio
import logging

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.utils.crypto import get_random_string

logger = logging.getLogger(__name__)
# It logs a traceback every second while Redis is away. The relay says so itself, once.
logging.getLogger("channels_redis").setLevel(logging.CRITICAL)

GROUP = "streams"
PUBLISH_SECONDS = 1
# Each relay hears its own pulse too. A subscription that died without a word is noticed by this.
PULSE_SECONDS = 1
SILENCE_SECONDS = 3
RETRY_SECONDS = (0.5, 1, 2, 5)


def shared_layer():
    """The channel layer, or None where it reaches no other process."""
    layer = get_channel_layer()
    return None if layer is None or isinstance(layer, InMemoryChannelLayer) else layer


class Relay:
    """Lives on one event loop. `receive` is called with each message of another process."""

    def __init__(self, layer, receive=None):
        self.layer, self.receive = layer, receive
        self.name = get_random_string(12)
        self.heads: dict[int, int] = {}
        self.presence = None
        self.wanted = asyncio.Event()
        self.is_up, self.is_sending = True, False
        self.retries = 0
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
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            self.is_sending = True
            message = {
                "type": "streams.moved",
                "from": self.name,
                "heads": [list(head) for head in self.heads.items()],
                "presence": self.presence,
            }
            self.heads, self.presence = {}, None
            try:
                async with asyncio.timeout(PUBLISH_SECONDS):
                    await self.layer.group_send(GROUP, message)
                if not self.receive:
                    self._came_up()
            except Exception as error:
                self._went_down(error)
                await self._pause()
            self.is_sending = False

    async def published(self):
        """Returns once nothing waits to be sent."""
        while self.wanted.is_set() or self.is_sending:
            await asyncio.sleep(0.01)

    async def _listen(self):
        while True:
            try:
                async with asyncio.timeout(SILENCE_SECONDS):
                    channel = await self.layer.new_channel()
                    await self.layer.group_add(GROUP, channel)
                while True:
                    async with asyncio.timeout(SILENCE_SECONDS):
                        message = await self.layer.receive(channel)
                    self._came_up()
                    if message["from"] != self.name:
                        self.receive(message)
            except Exception as error:
                self._went_down(error)
                await self._reset()
                await self._pause()

    async def _pulse(self):
        while True:
            self.wanted.set()
            await asyncio.sleep(PULSE_SECONDS)

    async def _reset(self):
        """Forget the connections, also those that only look alive."""
        try:
            async with asyncio.timeout(PUBLISH_SECONDS):
                await self.layer.flush()
        except Exception as error:
            logger.debug("The channel layer could not be closed: %r", error)

    async def _pause(self):
        await asyncio.sleep(RETRY_SECONDS[min(self.retries, len(RETRY_SECONDS) - 1)])
        self.retries += 1

    def _went_down(self, error):
        if self.is_up:
            self.is_up = False
            logger.warning("The channel layer is away; other processes are heard later: %s", error)

    def _came_up(self):
        self.retries = 0
        if not self.is_up:
            self.is_up = True
            logger.info("The channel layer is back")

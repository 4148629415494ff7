"""Tells the hubs that a stream moved: best effort, no content, never in the writer's way."""

import asyncio
import atexit
import logging
import threading

from django.db import transaction

from workspace.streams import relay

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 1


def announce_on_commit(stream):
    pk, position = stream.pk, stream.position
    transaction.on_commit(lambda: announce(pk, position), robust=True)


def announce(stream_id, position):
    """Say "stream 42 is at position 18" to this process's hub and to those of other processes."""
    letterbox = _letterbox or _open_letterbox()
    if letterbox:
        letterbox.put(stream_id, position)


class Letterbox:
    """Positions from any thread to one event loop, of each stream only the highest."""

    def __init__(self, loop, receive):
        """`receive` is called on the loop with {stream: position}."""
        self.loop, self.receive = loop, receive
        self.lock = threading.Lock()
        self.positions = {}

    def put(self, stream_id, position):
        with self.lock:
            was_empty = not self.positions
            self.positions[stream_id] = max(position, self.positions.get(stream_id, 0))
        if was_empty and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._empty)

    def _empty(self):
        with self.lock:
            positions, self.positions = self.positions, {}
        self.receive(positions)


_letterbox = None
_opening = threading.Lock()


def deliver_to(receive):
    """From now on this process's hints go to `receive`, on the event loop that runs now."""
    global _letterbox
    _letterbox = Letterbox(asyncio.get_running_loop(), receive)


def _open_letterbox():
    """For a process without a hub, such as a worker: a thread of its own tells the others."""
    global _letterbox
    with _opening:
        if _letterbox is None and relay.is_shared():
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="hints", daemon=True).start()
            ours = asyncio.run_coroutine_threadsafe(_relay(), loop).result()
            _letterbox = Letterbox(loop, ours.publish)
            atexit.register(_flush, ours, loop)
    return _letterbox


async def _relay():
    return relay.Relay()


def _flush(ours, loop):
    try:
        asyncio.run_coroutine_threadsafe(ours.published(), loop).result(FLUSH_SECONDS)
    except TimeoutError:
        logger.info("The last hints were not sent; the hubs find out from the log")

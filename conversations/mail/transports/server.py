"""The mail server of our own: it listens for LMTP from a mail server beside it, or for SMTP from
anyone, and takes nothing that is not for us."""

import asyncio
import logging
import ssl
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from conversations.mail.transports.door import Door, Room
from conversations.mail.transports.protocol import Receiving, ReceivingLMTP
from workspace.streams.pool import Pool

logger = logging.getLogger(__name__)

# As many as bring mail at once: what they need of the database is done for all together.
THREADS = 20
ROOM_BYTES = 100 * 2**20
# (of all together, of one other machine)
LMTP_CONNECTIONS, SMTP_CONNECTIONS = (100, 100), (100, 10)
GRACE_SECONDS = 30
POLL_SECONDS = 0.05


class CannotReceive(Exception):
    """Where, and why; a sentence for who starts the program."""


class MailServer:
    def __init__(self, *, lmtp="", smtp=""):
        """Addresses as "127.0.0.1:8024", "[::]:25" or "unix:/run/beraad/lmtp.sock"."""
        self.addresses = {"lmtp": lmtp, "smtp": smtp}
        self.doors, self.listeners = [], []

    async def start(self):
        """Raises CannotReceive."""
        self.pool, room = Pool(THREADS, "mailin"), Room(ROOM_BYTES)
        for kind, address in self.addresses.items():
            if address:
                await self.listen(kind, address, room)

    async def listen(self, kind, address, room):
        most, most_of_one = LMTP_CONNECTIONS if kind == "lmtp" else SMTP_CONNECTIONS
        door = Door(kind, settings.MAIL_DOMAIN, self.pool, room, most=most, most_of_one=most_of_one)
        try:
            protocol = partial(ReceivingLMTP, door)
            if kind == "smtp":
                protocol = partial(Receiving, door, tls_context=certificate())
            self.listeners.append(await listening(protocol, address))
        except (OSError, ValueError, OverflowError) as error:
            raise CannotReceive(f"Cannot listen for mail on {address}: {error}") from error
        self.doors.append(door)
        logger.info("Listening for mail on %s (%s)", address, kind)

    async def stop(self):
        """Take no more, and finish what was begun."""
        for listener in self.listeners:
            listener.close()
        for door in self.doors:
            door.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                while any(door.is_busy for door in self.doors):
                    await asyncio.sleep(POLL_SECONDS)
        for door in self.doors:
            for connection in list(door.connections):
                connection.goodbye("421 4.3.2 Restarting, come back in a moment")
        self.pool.executor.shutdown()


async def listening(protocol, address):
    loop = asyncio.get_running_loop()
    if address.startswith("unix:"):
        path = Path(address.removeprefix("unix:"))
        listener = await loop.create_unix_server(protocol, path)
        path.chmod(0o660)
        return listener
    place = urlsplit(f"//{address}")
    if place.port is None:
        raise ValueError("a port is missing, as in 127.0.0.1:8024")
    return await loop.create_server(protocol, place.hostname, place.port, backlog=256)


def certificate():
    """For STARTTLS: what SMTP_CERTIFICATE and SMTP_KEY name, read anew at each start."""
    if not settings.SMTP_CERTIFICATE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.SMTP_CERTIFICATE, settings.SMTP_KEY or None)
    return context

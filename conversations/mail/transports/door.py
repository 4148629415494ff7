"""Who may come in, and what becomes of their mail: the same for every connection to one address."""

import asyncio
import logging
import time
from collections import Counter
from contextlib import nullcontext
from functools import partial

from conversations.mail import inbound

logger = logging.getLogger(__name__)

MAX_RECIPIENTS = 100
# To read a mail takes several times its size: of those above this, one at a time.
LARGE_BYTES = 2 * 2**20
NOT_NOW = "451 4.3.0 This mail cannot be taken now, try again later"


class Room:
    """What all mails that are being received may take together, in bytes."""

    def __init__(self, size):
        self.left = size

    def take(self, size):
        if size > self.left:
            return False
        self.left -= size
        return True

    def give(self, size):
        self.left += size


class Door:
    """The handler of a listening address. `kind` is "lmtp" or "smtp"."""

    def __init__(self, kind, hostname, pool, room, *, most, most_of_one):
        self.kind, self.hostname, self.pool, self.room = kind, hostname, pool, room
        self.most, self.most_of_one = most, most_of_one
        self.connections, self.peers = set(), Counter()
        self.large = asyncio.Lock()
        self.is_closing = False

    def admit(self, connection):
        """Whether there is a place for it; it is let go with `forget` in any case."""
        self.connections.add(connection)
        self.peers[host(connection)] += 1
        of_one = self.peers[host(connection)]
        return len(self.connections) <= self.most and of_one <= self.most_of_one

    def forget(self, connection):
        if connection in self.connections:
            self.connections.remove(connection)
            self.peers -= Counter([host(connection)])  # which also forgets those at zero

    @property
    def is_busy(self):
        return any(connection.is_busy for connection in self.connections)

    def close(self):
        """Who is sending may finish; the others are told to come back."""
        self.is_closing = True
        for connection in list(self.connections):
            if not connection.is_busy:
                connection.goodbye("421 4.3.2 Restarting, come back in a moment")

    async def handle_EHLO(self, connection, session, envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        kept = [line for line in responses if line[4:8] not in ("AUTH", "HELP")]
        return [*kept, "250 PIPELINING"]

    async def handle_RCPT(self, connection, session, envelope, address, options):  # noqa: N802
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if not address.isprintable():
            return "553 5.1.3 This is not an address"
        try:
            await self.pool.run(inbound.check_recipient, address)
        except inbound.Refused as refusal:
            return f"550 {refusal.code} {refusal.sentence}"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error):
        logger.error("A command failed", exc_info=error)
        return NOT_NOW

    async def take(self, connection, raw):
        """The answers to a mail: LMTP's for each recipient, SMTP's for all."""
        began, recipients = time.monotonic(), connection.envelope.rcpt_tos
        async with self.large if len(raw) > LARGE_BYTES else nullcontext():
            try:
                deliveries = await self.pool.run(self.delivering(connection, raw))
            except Exception:
                logger.exception("A mail could not be taken now; its sender keeps it")
                return [NOT_NOW] * connection.number_of_answers
        logger.info(
            "A mail came in",
            extra={
                "transport": self.kind,
                "recipients": len(recipients),
                "bytes": len(raw),
                "outcomes": ",".join(delivery.outcome for delivery in deliveries),
                "milliseconds": round((time.monotonic() - began) * 1000, 1),
            },
        )
        replies = [" ".join(map(str, delivery.smtp_reply)) for delivery in deliveries]
        return replies if self.kind == "lmtp" else [min(replies)]

    def delivering(self, connection, raw):
        envelope = connection.envelope
        about = {"envelope_from": "" if envelope.mail_from == "<>" else envelope.mail_from}
        if self.kind == "smtp":  # by LMTP it is our own mail server that brings it
            about |= {"peer": host(connection), "helo": connection.session.host_name}
        recipients = list(envelope.rcpt_tos)
        return partial(inbound.deliver, raw, recipients, transport=self.kind, **about)


def host(connection):
    """The address of who is at the other end; "" on a Unix socket."""
    peer = connection.session.peer
    return peer[0] if isinstance(peer, tuple) else ""

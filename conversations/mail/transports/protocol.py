"""What is said on one connection: SMTP (RFC 5321) and LMTP (RFC 2033), as aiosmtpd speaks them,
with bounds of our own on what is sent."""

import asyncio
import re

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from conversations.mail.mime import MAX_MAIL_BYTES

# Of a mail that is too large the rest is listened to, so that its sender hears why; not for ever.
MAX_HEARD_BYTES = 4 * MAX_MAIL_BYTES
# What may be said between two mails: so many answers, of which an error counts for so many.
PATIENCE, ERROR_COSTS = 500, 25
IDLE_SECONDS = 120
DATA_SECONDS = 600
MAX_START_BYTES = 1000
END = b"\r\n.\r\n"
UNTELLABLE = re.compile(r"[^\x20-\x7e]")
# As nearly all are; what else RFC 5321 allows is read by aiosmtpd, at a hundred times the cost.
PLAIN_ADDRESS = re.compile(
    r" ?<([\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,9})>(?: |$)", re.ASCII
)


class Receiving(SMTP):
    """A connection to a `Door` (its handler), which says who may come in."""

    # Also how far is read ahead: with the default of 1 kB a large mail would take minutes.
    line_length_limit = 64 * 1024

    def __init__(self, door, **options):
        super().__init__(
            door,
            data_size_limit=MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            hostname=door.hostname,
            ident="Beraad",
            timeout=IDLE_SECONDS,
            loop=asyncio.get_running_loop(),
            **options,
        )
        self.door, self.patience, self.is_busy = door, PATIENCE, False

    def connection_made(self, transport):
        """Also called when TLS begins on a connection that is there already."""
        is_new = self.transport is None
        super().connection_made(transport)
        if is_new and not self.door.admit(self):
            self.goodbye("421 4.7.0 Too many connections, come back later")

    def connection_lost(self, error):
        self.door.forget(self)
        super().connection_lost(error)

    def goodbye(self, answer):
        if self.transport is not None and not self.transport.is_closing():
            self._writer.write(answer.encode() + b"\r\n")
            self.transport.close()

    async def push(self, status):
        """Send an answer; one line of ASCII, whatever stands in it."""
        text = status.decode("utf-8", "replace") if isinstance(status, bytes) else status
        await super().push(UNTELLABLE.sub("?", text)[:500].encode())
        self.patience -= ERROR_COSTS if text.startswith("5") else 1
        if self.patience < 0:
            self.goodbye("421 4.7.0 Too many commands that come to nothing")

    def _getaddr(self, arg):
        """(the address, what follows it) of MAIL and RCPT; (None, None) when it is none."""
        if plain := PLAIN_ADDRESS.match(arg):
            return plain[1], arg[plain.end() :]
        return super()._getaddr(arg)

    async def smtp_DATA(self, arg):  # noqa: N802 - the names of commands are theirs
        if not self.envelope.rcpt_tos or arg:
            await self.push("503 5.5.1 Error: need RCPT command, and DATA alone")
            return
        self.is_busy = True
        content = Content(self._reader, self.door.room)
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            self._reset_timeout(DATA_SECONDS)
            for answer in await self.answers(content):
                await self.push(answer)
        finally:
            content.give_back()
            self._set_post_data_state()
            self.is_busy = False
        if not content.is_whole or self.door.is_closing:
            self.goodbye("421 4.3.2 Closing the connection")

    async def answers(self, content):
        raw = await content.read()
        if raw is None:
            return [content.refusal] * self.number_of_answers
        answers = await self.door.take(self, raw)
        self.patience = PATIENCE
        return answers

    number_of_answers = 1

    async def smtp_AUTH(self, arg):  # noqa: N802
        """Nobody sends through us, so nobody signs in."""
        await self.push("502 5.5.1 Not implemented")

    smtp_VRFY = smtp_EXPN = smtp_HELP = smtp_AUTH  # noqa: N815


class ReceivingLMTP(Receiving, LMTP):
    """Answers for each recipient by itself."""

    @property
    def number_of_answers(self):
        return len(self.envelope.rcpt_tos)


class Content:
    """The mail that follows DATA, read in large pieces: line by line a mail of 35 MB would hold up
    all others. Only CR LF . CR LF ends it, so nothing can be smuggled in after a bare line end."""

    def __init__(self, reader, room):
        self.reader, self.room = reader, room
        self.pieces, self.size, self.taken = [], 0, 0
        self.is_whole, self.refusal = False, ""

    async def read(self):
        """The bytes without the transparency dots; None when it is refused, as `refusal` says."""
        await self.read_start()
        while not self.is_whole and self.size < MAX_HEARD_BYTES:
            try:
                self.keep(await self.reader.readuntil(END))
                self.is_whole = True
            except asyncio.LimitOverrunError as error:
                self.keep(await self.reader.readexactly(error.consumed))
        if self.refusal:
            return None
        raw = b"".join(self.pieces)
        self.pieces.clear()
        return raw[: -len(b".\r\n")].replace(b"\r\n.", b"\r\n").removeprefix(b".")

    async def read_start(self):
        """Up to a byte that the end cannot begin with, or the end of an empty mail."""
        start = b""
        while not (self.is_whole or start.strip(b"\r\n.")) and len(start) < MAX_START_BYTES:
            start += await self.reader.readexactly(1)
            self.is_whole = (b"\r\n" + start).endswith(END)
        self.keep(start)

    def keep(self, piece):
        self.size += len(piece)
        if self.size > MAX_MAIL_BYTES:
            self.refuse("552 5.3.4 Message too large, at most 35 MB")
        elif not self.refusal and not self.room.take(len(piece)):
            self.refuse("452 4.3.1 Too much mail at this moment, try again later")
        if not self.refusal:
            self.taken += len(piece)
            self.pieces.append(piece)

    def refuse(self, answer):
        self.refusal = answer
        self.give_back()
        self.pieces.clear()

    def give_back(self):
        self.room.give(self.taken)
        self.taken = 0

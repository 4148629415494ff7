"""Requests whose body ends where the upload limit is, and answers that go as fast as the client
takes them. Daphne itself would take any size, and keep a file in memory for who reads slowly."""

import asyncio
import logging

from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings
from twisted.internet import reactor

logger = logging.getLogger(__name__)

# Closing while the client still sends would make it lose our answer, so we listen a little longer.
LINGER_SECONDS = 3
# Whoever takes nothing of an answer for so long is gone.
STALL_SECONDS = 60
HEAD = (
    b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
)


class Flow:
    """A push producer of Twisted: the transport says when it has enough for now."""

    def __init__(self):
        self.is_going = asyncio.Event()
        self.is_going.set()

    def pauseProducing(self):  # noqa: N802
        self.is_going.clear()

    def resumeProducing(self):  # noqa: N802
        self.is_going.set()

    stopProducing = resumeProducing  # noqa: N815 - the client is gone: nobody waits for it


class BoundedRequest(WebRequest):
    refused = False

    def handle_reply(self, message):
        if message.get("more_body") and self.channel and not self.producer:
            self.registerProducer(Flow(), True)
        elif message["type"] == "http.response.body" and not message.get("more_body"):
            self.end_flow()
        super().handle_reply(message)

    async def drained(self):
        """Until the client took what it was sent, or is gone."""
        if self.producer:
            try:
                await asyncio.wait_for(self.producer.is_going.wait(), STALL_SECONDS)
            except TimeoutError:
                self.channel.transport.abortConnection()

    def end_flow(self):
        if self.producer and self.channel:
            self.unregisterProducer()

    def gotLength(self, length):  # noqa: N802 - the names are Twisted's
        super().gotLength(length)
        if length is not None and length > settings.MAX_REQUEST_BYTES:
            self.requestHeaders.removeHeader("Expect")  # or Twisted would say "100 Continue"
            self.refuse()

    def handleContentChunk(self, data):  # noqa: N802
        if self.refused:
            return
        if self.content.tell() + len(data) > settings.MAX_REQUEST_BYTES:
            self.refuse()
        else:
            super().handleContentChunk(data)

    def process(self):
        return None if self.refused else super().process()

    def refuse(self):
        self.refused = True
        self.content.truncate(0)
        logger.info("Refused a request larger than %s bytes", settings.MAX_REQUEST_BYTES)
        most = f"{settings.MAX_REQUEST_BYTES // 2**20} MB"
        body = f"Te groot: ten hoogste {most}. Too large: at most {most}.\n".encode()
        transport = self.channel.transport
        transport.write(HEAD % len(body) + body)
        transport.loseWriteConnection()
        reactor.callLater(LINGER_SECONDS, transport.abortConnection)


class BoundedFactory(HTTPFactory):
    def buildProtocol(self, addr):  # noqa: N802
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = BoundedRequest
        return protocol

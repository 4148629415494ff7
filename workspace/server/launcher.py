"""Daphne's server, with limits on what comes in and an end that is clean."""

import asyncio
import logging
import os
import resource
import signal
import sys

import daphne.server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from environs import Env
from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.internet.error import CannotListenError
from twisted.logger import STDLibLogObserver, globalLogBeginner

from .bounded import BoundedFactory
from .proxy import direct, forwarded

logger = logging.getLogger(__name__)

MAX_FRAME_BYTES = 16 * 1024
GRACE_SECONDS = 3
# Each write to a socket lets another thread run; with Python's 5 ms a thousand readers would wait
# for whatever page is being made meanwhile.
SWITCH_SECONDS = 0.0005
SERVICE_RESTART = 1012


class LiveProtocol(WebSocketProtocol):
    def onClose(self, wasClean, code, reason):  # noqa: N802, N803 - the names are Autobahn's
        """Daphne's own fails for a handshake that Autobahn itself refused."""
        if hasattr(self, "server"):
            super().onClose(wasClean, code, reason)


class Server(daphne.server.Server):
    def __init__(self, application, *, bind, port):
        super().__init__(
            application,
            endpoints=[f"{bind}:{port}"],
            websocket_timeout=-1,
            websocket_handshake_timeout=20,  # a thousand may come back at once after a restart
            server_name="",
        )
        self.bind, self.port = bind, port
        self.client_of = forwarded if Env().bool("PROXY", False) else direct

    def run(self):
        """Serve until SIGTERM or SIGINT."""
        sys.setswitchinterval(SWITCH_SECONDS)
        self.connections = {}
        self.ws_factory = WebSocketFactory(self, server="")
        self.ws_factory.protocol = LiveProtocol
        self.ws_factory.setProtocolOptions(
            autoPingTimeout=self.ping_timeout,
            openHandshakeTimeout=self.websocket_handshake_timeout,
            maxMessagePayloadSize=MAX_FRAME_BYTES,
            maxFramePayloadSize=MAX_FRAME_BYTES,
            allowNullOrigin=True,  # it is refused as any foreign origin is, with a code
            failByDrop=False,  # close with a code that says why, as 1009 for an oversize frame
        )
        globalLogBeginner.beginLoggingTo([STDLibLogObserver("twisted")], redirectStandardIO=False)
        logging.getLogger("twisted").setLevel(logging.ERROR)
        loop = reactor._asyncioEventloop
        asyncio.set_event_loop(loop)
        self.listen()
        reactor.callLater(1, self.application_checker)
        reactor.callLater(2, self.timeout_checker)
        reactor.addSystemEventTrigger("before", "shutdown", self.wind_down)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.end)
        reactor.run(installSignalHandlers=False)
        end_loop(loop)

    def listen(self):
        # Every socket is an open file, and the usual limit of 1024 is for programs that use few.
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        try:
            self.listener = reactor.listenTCP(
                self.port, BoundedFactory(self), backlog=1024, interface=self.bind
            )
        except CannotListenError as error:
            sys.exit(
                f"Cannot listen on {self.bind} port {self.port}: {error.socketError.strerror}. "
                "Stop the program that has it, or choose another with --port."
            )
        logger.info("Listening on http://%s:%s", self.bind, self.port)

    def create_application(self, protocol, scope):
        scope = self.client_of(scope)
        if scope["type"] == "websocket":
            # For workspace.streams, which writes a frame to many sockets at once.
            scope["extensions"] = {"beraad.connection": protocol}
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol, message):
        await super().handle_reply(protocol, message)
        if message.get("more_body"):
            await protocol.drained()

    def end(self, *_):
        """The first signal ends the server cleanly, a second Ctrl-C at once."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
        reactor.callFromThread(reactor.stop)

    def wind_down(self):
        """Tell sockets to come back, and let the requests that are under way be answered."""
        self.listener.stopListening()
        for protocol in self.connections:
            if isinstance(protocol, WebSocketProtocol) and protocol.state == protocol.STATE_OPEN:
                protocol.sendCloseFrame(code=SERVICE_RESTART)
        running = [
            details["application_instance"]
            for details in self.connections.values()
            if "application_instance" in details
        ]
        if running:
            finished = asyncio.wait(running, timeout=GRACE_SECONDS)
            return Deferred.fromFuture(asyncio.ensure_future(finished))
        return None


def end_loop(loop):
    """Python 3.11 crashes in its own clean-up when tasks are still there as the program ends."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        done, _ = loop.run_until_complete(asyncio.wait(tasks, timeout=GRACE_SECONDS))
        for task in done:
            if not task.cancelled() and task.exception():
                logger.error("A task failed as it was ended", exc_info=task.exception())
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()

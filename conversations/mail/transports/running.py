"""All ways of receiving that the settings name, beside whatever else this process does."""

import asyncio
import threading
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager

from django.conf import settings

from conversations.mail.transports.imap import polling
from conversations.mail.transports.server import MailServer


@contextmanager
def receiving():
    """Take mail in until the block ends and what was begun is finished. Raises CannotReceive."""
    with ExitStack() as stack:
        if settings.LMTP_LISTEN or settings.SMTP_LISTEN:
            server = MailServer(lmtp=settings.LMTP_LISTEN, smtp=settings.SMTP_LISTEN)
            stack.enter_context(serving(server))
        if settings.IMAP_URL:
            stack.enter_context(polling(settings.IMAP_URL))
        yield


@contextmanager
def serving(server):
    """The server in a thread with a loop of its own; pages and mails do not wait for each other."""
    started = Future()
    thread = threading.Thread(target=asyncio.run, args=[run(server, started)], name="mailin")
    thread.start()
    loop, ended = started.result()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()


async def run(server, started):
    ended = asyncio.Event()
    try:
        await server.start()
    except Exception as error:
        started.set_exception(error)
        return
    started.set_result((asyncio.get_running_loop(), ended))
    await ended.wait()
    await server.stop()

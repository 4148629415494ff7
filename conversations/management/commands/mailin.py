"""`manage.py mailin`: receive mail."""

import gc
import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conversations.mail.transports.running import receiving
from conversations.mail.transports.server import CannotReceive

LMTP = "127.0.0.1:8024"


class Command(BaseCommand):
    help = (
        "Receive mail, as LMTP_LISTEN, SMTP_LISTEN and IMAP_URL say; "
        f"where none is set, by LMTP on {LMTP}. Ends on SIGTERM, when what was begun is finished."
    )

    def handle(self, **_options):
        if not (settings.LMTP_LISTEN or settings.SMTP_LISTEN or settings.IMAP_URL):
            settings.LMTP_LISTEN = LMTP
        gc.freeze()  # what is loaded stays: collecting garbage need not look at it
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        try:
            with receiving():
                ended.wait()
        except CannotReceive as error:
            raise CommandError(str(error)) from error

"""For who has only a mailbox: it is looked into (IMAP, RFC 9051), and waited at (IDLE, RFC 2177).

What was delivered is moved to the folder Beraad beside it. What cannot be delivered now stays, and
is tried again; so does mail that is not for us, which is left alone."""

import logging
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db import close_old_connections
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from conversations.mail import inbound
from conversations.mail.mime import MAX_MAIL_BYTES
from conversations.mail.transports.recipients import recipients_in
from conversations.mail.transports.server import CannotReceive

logger = logging.getLogger(__name__)

DONE = "Beraad"
ANSWER_SECONDS = 60
# An IDLE ends by then and begins anew, with a look at the mailbox; servers allow half an hour.
IDLE_SECONDS, POLL_SECONDS = 300, 60
FIRST_RETRY_SECONDS, MOST_RETRY_SECONDS = 1, 300
BATCH = 50
HEADER, WHOLE, SIZE = b"BODY[HEADER]", b"BODY[]", b"RFC822.SIZE"


@contextmanager
def polling(url):
    """Take in the mails of a mailbox until the block ends, in a thread of its own."""
    ended = threading.Event()
    thread = threading.Thread(target=Mailbox.at(url).keep_taking, args=[ended], name="imap")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@dataclass
class Mailbox:
    host: str
    port: int
    ssl: bool
    user: str
    password: str
    folder: str

    @classmethod
    def at(cls, url):
        """imaps://user:password@host/INBOX; imap:// is without TLS. Raises CannotReceive."""
        parts = urlsplit(url)
        if parts.scheme not in ("imap", "imaps") or not (parts.hostname and parts.username):
            raise CannotReceive("IMAP_URL is written as imaps://user:password@host/INBOX")
        ssl = parts.scheme == "imaps"
        user, password = unquote(parts.username), unquote(parts.password or "")
        folder = unquote(parts.path.strip("/")) or "INBOX"
        return cls(parts.hostname, parts.port or (993 if ssl else 143), ssl, user, password, folder)

    def keep_taking(self, ended):
        """Until `ended` is set; whatever goes wrong, it is tried again, less and less often."""
        wait = FIRST_RETRY_SECONDS
        while not ended.is_set():
            try:
                with self.opened() as client:
                    visit = Visit(client, self.folder)
                    while not ended.is_set() and visit.take_all():
                        wait = FIRST_RETRY_SECONDS
                        visit.wait(ended)
            except Exception as error:
                is_usual = isinstance(error, (OSError, IMAPClientError))
                logger.warning("The mailbox cannot be reached: %r", error, exc_info=not is_usual)
            if ended.wait(wait):
                return
            wait = min(2 * wait, MOST_RETRY_SECONDS)

    @contextmanager
    def opened(self):
        client = IMAPClient(self.host, self.port, ssl=self.ssl, timeout=ANSWER_SECONDS)
        try:
            client.login(self.user, self.password)
            yield client
            client.logout()
        except BaseException:
            with suppress(OSError):
                client.shutdown()
            raise


class Visit:
    """One connection, with a folder open."""

    def __init__(self, client, folder):
        self.client = client
        self.done = self.folder_for_done()
        client.select_folder(folder)
        self.left_alone = set()

    def folder_for_done(self):
        has_spaces = self.client.has_capability("NAMESPACE")
        own = has_spaces and self.client.namespace().personal  # NIL where there is none
        name = f"{own[0][0]}{DONE}" if own else DONE
        if not self.client.folder_exists(name):
            self.client.create_folder(name)
        return name

    def take_all(self):
        """Whether every mail that is for us was delivered."""
        waiting = sorted(set(self.client.search()) - self.left_alone)
        taken = [self.take(uid, found) for uid, found in self.looked_at(waiting)]
        return all(taken)

    def looked_at(self, uids):
        for begin in range(0, len(uids), BATCH):
            found = self.client.fetch(uids[begin : begin + BATCH], ["BODY.PEEK[HEADER]", SIZE])
            yield from sorted(found.items())

    def take(self, uid, found):
        close_old_connections()
        try:
            recipients = recipients_in(found[HEADER])
            if not recipients or found[SIZE] > MAX_MAIL_BYTES:
                logger.info("A mail in the mailbox is not for us, or too large: it is left alone")
                self.left_alone.add(uid)
                return True
            raw = self.client.fetch([uid], ["BODY.PEEK[]"])[uid][WHOLE]
            inbound.deliver(raw, recipients, transport="imap")
        except (OSError, IMAPClientError):
            raise
        except Exception:
            logger.exception("A mail could not be taken now; it stays in the mailbox")
            return False
        self.move(uid)
        logger.info("A mail came in", extra={"transport": "imap", "bytes": len(raw)})
        return True

    def move(self, uid):
        if self.client.has_capability("MOVE"):
            self.client.move([uid], self.done)
        else:
            self.client.copy([uid], self.done)
            self.client.delete_messages([uid])
            self.client.expunge([uid] if self.client.has_capability("UIDPLUS") else None)

    def wait(self, ended):
        """Until something changed, it is time to look anyway, or `ended` is set."""
        if not self.client.has_capability("IDLE"):
            ended.wait(POLL_SECONDS)
            return
        self.client.idle()
        seconds = 0
        while not ended.is_set() and seconds < IDLE_SECONDS and not self.client.idle_check(1):
            seconds += 1
        self.client.idle_done()

"""The door to the mail server."""

import re
from smtplib import (
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from conversations.mail.addresses import masked

# Enhanced status codes (RFC 3463): X.1 and X.2 are about an address and its mailbox, but for X.1.7
# and X.1.8, about that of the sender; others, as X.7 for policy, are about the mail or about us.
STATUS = re.compile(r"\b[45]\.(\d\.\d{1,3})\b")
ABOUT_ADDRESS, ABOUT_SENDER = ("1.", "2."), {"1.7", "1.8"}
# Of a server that gives none (RFC 5321, 4.2.3), where it does not say that it is no relay for us.
NO_SUCH_MAILBOX = {550, 551, 553}
RELAY = re.compile(r"\brelay", re.IGNORECASE)
CLOSING, PERMANENT = 421, 500
# So many mails in a row that were not taken, and not for their address: it is not about these.
ENOUGH = 5


class Refused(Exception):
    """The server says that there is no such recipient."""


class NotNow(Exception):
    """The server did not take this mail; it may take the next."""


class Away(Exception):
    """There is no server, or it takes nothing from us."""


class Outlet:
    """A connection, opened when it is needed. Servers close one that was used a lot; then there is
    a new one."""

    def __init__(self):
        self.connection = get_connection()
        self.keeps_open = isinstance(self.connection, EmailBackend)
        self.not_taken = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def send(self, mail):
        """Returns when the server has taken it. Raises `Refused`, `NotNow` and `Away`."""
        try:
            try:
                self._hand_over(mail)
            except OSError as error:
                if not _was_closed(error):
                    raise
                self._hand_over(mail)
        except OSError as error:  # those of smtplib are such
            raise self._verdict(error) from error
        self.not_taken = 0

    def _hand_over(self, mail):
        if not self.keeps_open:
            get_connection().send_messages([mail])
            return
        try:
            self.connection.open()
        except OSError as error:
            raise Away(str(error)) from error
        try:
            self.connection.send_messages([mail])
        except OSError:
            if self.connection.connection.sock is None:
                self.connection.close()
            raise

    def _verdict(self, error):
        code, said = _answer(error)
        if code != CLOSING and _is_about_address(error, code, said):
            self.not_taken = 0
            return Refused(said) if code >= PERMANENT else NotNow(said)
        self.not_taken += 1
        return Away(said) if code == CLOSING or self.not_taken == ENOUGH else NotNow(said)


def _was_closed(error):
    return isinstance(error, SMTPServerDisconnected) or _answer(error)[0] == CLOSING


def _is_about_address(error, code, said):
    if isinstance(error, SMTPSenderRefused):
        return False
    if status := STATUS.search(said):
        return status[1].startswith(ABOUT_ADDRESS) and status[1] not in ABOUT_SENDER
    refuses_recipient = isinstance(error, SMTPRecipientsRefused) and not RELAY.search(said)
    return refuses_recipient and code in NO_SUCH_MAILBOX


def _answer(error):
    """(code, words) of the server; 0 where it gave none. Servers repeat the return path, which is
    of use to others."""
    code, said = _said(error)
    return code, masked(said)


def _said(error):
    if isinstance(error, SMTPRecipientsRefused):
        [(code, said)] = error.recipients.values()
    elif isinstance(error, SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return 0, str(error)
    return code, said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)

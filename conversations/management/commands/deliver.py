"""The pipe: for a mail server that hands a mail to a program (Postfix's `pipe` and `|` of aliases,
Exim's `pipe` transport, procmail)."""

import json
import logging
import os
import sys

from django.core.management.base import BaseCommand

from conversations.mail.inbound import deliver
from conversations.mail.mime import MAX_MAIL_BYTES
from conversations.mail.transports.recipients import recipients_in
from conversations.models import Delivery

logger = logging.getLogger(__name__)

Outcome = Delivery.Outcome
# As sysexits.h names them; mail servers go by them.
OK, DATAERR, NOUSER, TEMPFAIL, NOPERM = 0, 65, 67, 75, 77
WORDS = {
    Outcome.POSTED: "post", Outcome.WITH_FILES: "post+attach", Outcome.HELD: "hold",
    Outcome.DROPPED: "drop", Outcome.REJECTED: "reject",
}  # fmt: skip


class Command(BaseCommand):
    help = "Deliver a mail from standard input to the conversations or groups that it is for."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="sender", help="the envelope's sender (MAIL FROM)")
        parser.add_argument("recipients", nargs="*", metavar="RECIPIENT")

    def handle(self, *, sender, recipients, **options):
        raw = sys.stdin.buffer.read(MAX_MAIL_BYTES + 1)
        if len(raw) > MAX_MAIL_BYTES:
            sys.exit(self._say(DATAERR, "reject", "too-large", "The mail is larger than 35 MB."))
        if sender is None:
            sender = os.environ.get("SENDER")
        recipients = recipients or recipients_told(os.environ)
        try:
            # For none of our addresses: it stands in the log as that.
            recipients = recipients or recipients_in(raw) or [""]
            deliveries = deliver(
                raw, recipients, transport=Delivery.Transport.PIPE, envelope_from=sender
            )
        except Exception as error:
            logger.exception("A mail could not be taken now; its sender keeps it")
            sys.exit(self._say(TEMPFAIL, "", "temporary-failure", f"Try again later: {error}"))
        sys.exit(self._answer(deliveries))

    def _answer(self, deliveries):
        """Of several addresses the one for which it was done, if there is one."""
        first = min(deliveries, key=lambda each: each.smtp_reply[0])
        return self._say(
            code_of(first), WORDS[first.outcome], first.reason, first.smtp_reply[1],
            first.thread_id, first.message_id,
        )  # fmt: skip

    def _say(self, code, outcome, reason, sentence, thread=None, message=None):
        about = {"outcome": outcome, "reason": reason, "thread": thread, "message": message}
        self.stdout.write(json.dumps(about))
        if code != OK:
            self.stderr.write(sentence)  # mail servers put it in the bounce
        return code


def code_of(delivery):
    status, text = delivery.smtp_reply
    if status < 500:
        return OK
    if delivery.reason == "unreadable":
        return DATAERR
    enhanced = text.partition(" ")[0]
    if enhanced.startswith("5.1."):
        return NOUSER
    return NOPERM if enhanced.startswith(("5.7.1", "5.2.")) else DATAERR


def recipients_told(environ):
    """By the environment, as Postfix's local(8) and Exim's pipe transport set it."""
    for name in ("ORIGINAL_RECIPIENT", "RECIPIENT"):
        if environ.get(name):
            return [environ[name]]
    if environ.get("LOCAL_PART") and environ.get("DOMAIN"):
        return ["{LOCAL_PART}@{DOMAIN}".format_map(environ)]
    return []

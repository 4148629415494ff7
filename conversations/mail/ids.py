"""The Message-IDs of what we send (RFC 5322, 3.6.4): `<thread.message@domain>`, so that an answer
says what it answers, and `<thread.0@domain>` as the root that every mail of a conversation names:
no mail has it, and mail programs keep together what shares it."""

import re

from django.conf import settings

OURS = re.compile(r"(\d{1,18})\.(\d{1,18})@(\S+)")


def root_id(thread):
    return f"<{thread.pk}.0@{settings.MAIL_DOMAIN}>"


def message_id(message):
    return f"<{message.thread_id}.{message.pk}@{settings.MAIL_DOMAIN}>"


def parse(message_id):
    """(thread key, message key or 0) of an id of ours, without its brackets; else None."""
    match = OURS.fullmatch(message_id)
    if match is None or match[3].lower() != settings.MAIL_DOMAIN:
        return None
    return int(match[1]), int(match[2])

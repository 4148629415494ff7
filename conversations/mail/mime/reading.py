"""Bytes to what a mail says: who, when, about what, in answer to which mail, in which words."""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from conversations.mail.mime import fields, sender, structure, subjects
from conversations.mail.mime.content import Content
from conversations.mail.mime.mail import Mail

MESSAGE_ID = re.compile(r"<([^<>\s\x00-\x1f\x7f]{1,990})>")
LONGEST_ID = 200
KEPT_REFERENCES = 20  # the first, where the thread began, and as many of the last


def read(raw):
    """The mail as it is. Raises Refused over the limits and without one usable sender."""
    room = structure.Room()
    headers, leaves = structure.split(raw, room)
    name, address = sender.of(headers)
    subject_as_sent = fields.text(headers, "Subject")
    subject, is_reply, is_forward = subjects.bare(subject_as_sent)
    references = _references(headers)
    content = Content(room)
    content.take(leaves)
    text, html = content.texts()
    return Mail(
        raw=raw,
        headers=headers,
        message_id=_message_id(headers, raw),
        references=references,
        subject=subject,
        subject_as_sent=subject_as_sent,
        is_reply=is_reply or (bool(references) and not is_forward),
        is_forward=is_forward,
        name=name,
        address=address,
        sent_at=min(date(headers) or datetime.now(UTC), datetime.now(UTC)),
        text="" if content.encrypted else text,
        html="" if content.encrypted else html,
        flowed=content.flowed,
        files=content.shown(html),
        calendar=content.calendar,
        signature=content.signature,
        encrypted=content.encrypted,
        leaves=leaves,
    )


def date(headers):
    """When its sender says it was written; None where that cannot be read."""
    try:
        found = parsedate_to_datetime(fields.text(headers, "Date")[:200])
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.year >= 1970 else None


def _message_id(headers, raw):
    found = MESSAGE_ID.search(" ".join(fields.raw(headers, "message-id")[:1]))
    if found and len(found[1]) <= LONGEST_ID:
        return found[1]
    return "sha256-" + hashlib.sha256(found[1].encode() if found else raw).hexdigest()


def _references(headers):
    parents = MESSAGE_ID.findall(" ".join(fields.raw(headers, "references")))
    nearest = MESSAGE_ID.findall(" ".join(fields.raw(headers, "in-reply-to")))[:1]
    parents += [parent for parent in nearest if parent not in parents[-1:]]
    if len(parents) > 2 * KEPT_REFERENCES:
        parents = parents[:KEPT_REFERENCES] + parents[-KEPT_REFERENCES:]
    return parents

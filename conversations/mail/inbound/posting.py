"""A mail becomes a message: in a conversation, or as the first of a new one."""

import hashlib
from threading import Lock
from weakref import WeakValueDictionary

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conversations.mail.html.escapes import escaped
from conversations.mail.inbound import content, places
from conversations.mail.inbound.arrival import Ended
from conversations.mail.inbound.together import Together
from conversations.models import (
    Closed,
    Delivery,
    Message,
    Original,
    Thread,
    TooSoon,
    Waiting,
)
from conversations.models.posting import Draft, post_together
from groups import access
from workspace.text import clean_line, clean_text

Outcome = Delivery.Outcome
SUBJECT_LENGTH = 150
MAX_CLIENT_ID = 255
# One for each conversation in which a mail is being posted right now.
in_each: WeakValueDictionary[int, Together] = WeakValueDictionary()
opening = Lock()


def post(arrival, found):
    """Raises `Ended`: in the end with the message."""
    files, left_out = content.stored(found.parts)
    more = {
        "client_id": client_id(arrival), "via": Message.Via.MAIL, "files": files,
        "original": _original(found.cut, arrival.mail.signature),
    }  # fmt: skip
    body = _body(*_said(arrival, found), left_out)
    try:
        if arrival.thread is not None:
            message = _reply(arrival, body, more)
        else:
            message = _start(arrival, _subject(arrival, found), body, more)
    except (Waiting, Closed, TooSoon, access.MayNot) as refusal:
        raise _not_now(arrival, refusal) from None
    finally:
        # Not of a message: the mail came before, or came to nothing.
        for file in files:
            if file.message_id is None and file.held_id is None:
                file.discard()
    outcome = Outcome.WITH_FILES if files else Outcome.POSTED
    raise Ended(outcome, detail=left_out, thread=message.thread, message=message)


def _original(cut, signature):
    return Original(cut=cut, signature=signature) if cut or signature else None


def _reply(arrival, body, more):
    quotes = places.answered_message(arrival)
    draft = Draft(arrival.person, clean_text(body), quotes=quotes, **more)
    with opening:
        post = in_each.setdefault(arrival.thread.pk, Together(_post_all))
    return post((arrival.thread, draft))


def _post_all(items):
    """The message of each (conversation, draft), or why there is none: all in one conversation."""
    drafts = [draft for _thread, draft in items]
    post_together(items[0][0], drafts)
    return [draft.outcome for draft in drafts]


def _start(arrival, subject, body, more):
    """Who may not start one here came in by a door for everyone: a moderator looks first."""
    group, person = arrival.group, arrival.person
    start = Thread.objects.start
    if not access.may(person, "start", group):
        start = Thread.objects.ask_to_start
    thread = start(group, person, subject, body, **more)
    return thread.messages.get(author=person, client_id=more["client_id"])


def _said(arrival, found):
    """The author's words and what they pass on. Below an answer that is kept beside the message,
    like all else that stands there."""
    starts = arrival.thread is None
    return (found.body, found.quotation) if starts else (found.body or found.quotation,)


def _body(*words):
    """What was said, and at last a sentence about what was left out, if there is one."""
    *said, left_out = words
    return "\n\n".join(filter(None, [*said, left_out and f"*{escaped(left_out)}*"]))


def _subject(arrival, found):
    return (
        clean_line(arrival.mail.subject)[:SUBJECT_LENGTH]
        or Truncator(clean_line(found.body)).words(8)[:SUBJECT_LENGTH]
        or _("Without a subject")
    )


def client_id(arrival):
    """The same mail is the same message, however often it comes."""
    place = arrival.thread.pk if arrival.thread is not None else arrival.group.slug
    key = f"mail:{place}:{arrival.mail.message_id}"
    if arrival.again is not None and arrival.again.reason == "same-id":
        key = f"mail:{place}:{arrival.mail.fingerprint}"
    if len(key) <= MAX_CLIENT_ID:
        return key
    return f"mail:{place}:{hashlib.sha256(key.encode()).hexdigest()}"


def _not_now(arrival, refusal):
    """How a refusal of `Thread.post` or `Thread.objects.start` ends the way."""
    if isinstance(refusal, Waiting):
        held = refusal.held
        return Ended(Outcome.HELD, "approval", held=held, thread=held.thread, message=held.message)
    if isinstance(refusal, TooSoon):
        return Ended(Outcome.HELD, "slow", detail=str(refusal.wait))
    if isinstance(refusal, Closed):
        return Ended(Outcome.REJECTED, "closed")
    archived = arrival.group.archived_at is not None
    return Ended(Outcome.REJECTED, "archived" if archived else "may-not")

"""What followers of a text hear, and how they write in it. docs/live.md is the specification."""

from base64 import b64decode

from django.db.models import Exists, OuterRef

from conversations.models import Thread, Unapproved
from documents.live.updates import Malformed
from documents.models import Document, Showing
from documents.models.text import Behind, NotTheirs, Text, TooLarge
from groups import access
from groups.models import Person
from workspace.streams.kinds import Kind, register
from workspace.streams.operations import Refused

# What a text says no to: the code that the client gets, and why.
REFUSALS = {
    access.MayNot: ("not_allowed", "You may not write in this text."),
    Unapproved: ("not_allowed", "A moderator first approves a message of yours."),
    Malformed: ("bad_frame", "The update is not of a plain text."),
    NotTheirs: ("bad_frame", "The update adds to what another window wrote."),
    Behind: ("behind", "The update builds on what the text does not have: load it again."),
    TooLarge: ("too_large", "The text would become too large."),
}


def readers(stream_id):
    """Who reads the conversation of the document's card, or one in which it is shown."""
    documents = Document.objects.filter(
        text__stream=stream_id, message__withdrawal=None, message__removal=None
    ).order_by()
    home = Thread.objects.filter(pk__in=documents.values("message__thread"))
    return access.readers(home) | _readers_elsewhere(
        documents.filter(message__thread__hidden_at=None)
    )


def _readers_elsewhere(documents):
    """As in `Document.objects.visible_to`."""
    threads = Showing.objects.filter(document__in=documents.values("pk")).values("thread")
    let_in = access.is_let_in(OuterRef(OuterRef("pk")), "message__thread__group")
    elsewhere = access.readers(Thread.objects.filter(pk__in=threads))
    return elsewhere.filter(Exists(documents.filter(let_in)))


def render(stream_id, events, language):
    """An update, or that something beside the text changed; and whose doing it was."""
    return [event.data | {"author": event.actor_id} for event in events]


def edit(person_id, stream_id, frame):
    """{"op": "edit", "update": "AQE…", "id": 5}: change the text. The answer is
    {"type": "edited", "stream": 77, "id": 5}, once that is stored."""
    number, update = frame.get("id", 0), frame.get("update")
    if not isinstance(number, int) or not isinstance(update, str):
        raise ValueError("id must be a number, and update base64.")
    about = {"stream": stream_id, "id": number}
    try:
        apply(Person.objects.get(pk=person_id), Text.objects.get(stream=stream_id), update)
    except tuple(REFUSALS) as refusal:
        raise Refused(*REFUSALS[type(refusal)], **about) from refusal
    return {"type": "edited", **about}


def apply(person, text, update):
    """An update in base64. Raises what `Text.edit` does."""
    try:
        data = b64decode(update, validate=True)
    except ValueError as error:
        raise Malformed("The update is no base64.") from error
    return text.edit(person, data)


register(Kind("text", readers, render, {"edit": edit}))

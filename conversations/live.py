"""What followers of a thread hear: for each event, the message as it is now."""

from conversations import fragments
from conversations.models import Message, Thread
from groups import access
from groups.models import Person
from workspace.streams.kinds import Kind, register


def readers(stream_id):
    return access.readers(Thread.objects.filter(stream=stream_id))


def render(stream_id, events, language):
    """`message` and `number`, and the article as it is now: a later edit is in an earlier event's
    frame too, so that a reader who catches up sees no older words. `html` is None for a message
    that is no longer in this thread."""
    keys = {event.data["message"] for event in events if "message" in event.data}
    found = Message.objects.filter(thread__stream=stream_id, pk__in=keys).with_author()
    messages = list(found)
    shown = {
        message.pk: {"number": message.number, "author": message.author_id, "html": article}
        for message, article in zip(messages, fragments.articles(messages, language), strict=True)
    }
    absent = {"number": None, "html": None}
    return [
        event.data | shown.get(event.data["message"], absent)
        if "message" in event.data
        else event.data
        for event in events
    ]


def read(person_id, stream_id, frame):
    """{"op": "read", "number": 57}: the person has read up to and including message 57."""
    number = frame.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise ValueError("number must be a positive integer")
    person = Person.objects.select_related("stream").get(pk=person_id)
    threads = Thread.objects.visible_to(person).select_related("stream")
    thread = threads.filter(stream=stream_id).first()
    if thread is not None:
        thread.participation(person).read_and_tell(min(number, thread.stream.entries))


register(Kind("thread", readers, render, {"read": read}))

"""A text as HTML: for who reads it, and for what is made of it."""

import re
from base64 import b64encode
from uuid import UUID

from django.core.cache import caches

from conversations.models import Attachment
from workspace.text import document

ADDRESS = re.compile(r"/attachments/([0-9a-f-]{36})/")
# Of pictures in an export.
MAX_BYTES = 20 * 1024 * 1024


def html(text):
    """What it says now, rendered once for all readers."""
    doc_cache, key = caches["fragments"], f"text-{text.pk}-{text.stream.position}"
    if (known := doc_cache.get(key)) is None:
        known = of_words(text.words(), text.document)
        doc_cache.set(key, known)
    return known


def of_words(words, about):
    """Words of a document `about`, with the pictures that were added to it."""
    own = {file.pk: file.get_absolute_url() for file in pictures(about)}
    return document(words, lambda address: own.get(key_in(address)))


def complete(words, about):
    """As `of_words`, with the pictures themselves in it: it can stand alone."""
    own, room = {}, MAX_BYTES
    for file in pictures(about):
        room -= file.size
        if room >= 0:
            own[file.get_absolute_url()] = file
    return re.sub(
        r'<img src="([^"]*)"',
        lambda found: f'<img src="{_data(own[found[1]]) if found[1] in own else ""}"',
        of_words(words, about),
    )


def pictures(about):
    return Attachment.objects.filter(message=about.message_id, content_type__startswith="image/")


def key_in(address):
    """The key of the attachment that an address names, or None."""
    found = ADDRESS.match(address or "")
    try:
        return UUID(found[1]) if found else None
    except ValueError:
        return None


def _data(file):
    with file.file.open("rb") as content:
        return f"data:{file.content_type};base64,{b64encode(content.read()).decode()}"

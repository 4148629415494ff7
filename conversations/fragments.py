"""A message as HTML: rendered once per revision and language, the same for every reader."""

from zlib import crc32

from django.conf import settings
from django.core.cache import caches
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import timezone, translation


def articles(messages, language):
    """The HTML of each message, in order. `messages` come from `Message.objects.with_author()`;
    only what is not in the cache costs a query for its parts."""
    cache = caches["fragments"]
    keys = {message.pk: _key(message, language) for message in messages}
    known = cache.get_many(keys.values())
    fresh = [message for message in messages if keys[message.pk] not in known]
    prefetch_related_objects(fresh, "attachments")
    with translation.override(language), timezone.override(settings.TIME_ZONE):
        made = {keys[message.pk]: article(message) for message in fresh}
    cache.set_many(made)
    known |= made
    return [known[keys[message.pk]] for message in messages]


def _key(message, language):
    """All that the HTML follows from: the message, what it quotes, and who wrote it."""
    author, quoted = message.author, message.quotes
    who = f"{author.name}{author.organisation_id}{author.picture}"
    return (
        f"{message.pk}.{message.revision}.{quoted.revision if quoted else ''}"
        f".{language}.{crc32(who.encode())}"
    )


def article(message):
    template = "notice" if message.notice else "article"
    return render_to_string(
        f"conversations/{template}.html",
        {"message": message, "notice": message.notice, "reactions": message.given_reactions},
    ).strip()

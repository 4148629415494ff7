"""A message as HTML: rendered once per revision and language, the same for every reader."""

from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import timezone, translation

from conversations.kinds import outcome_kinds


def articles(messages, language):
    """The HTML of each message, in order. `messages` come from `Message.objects.with_author()`;
    only what is not in the cache costs a query for its files, if it has any."""
    cache = caches["fragments"]
    present_authors(messages)
    keys = {message.pk: _key(message, language) for message in messages}
    known = cache.get_many(keys.values())
    fresh = [message for message in messages if keys[message.pk] not in known]
    prefetch_related_objects([message for message in fresh if message.has_files], "attachments")
    fetch_outcomes(fresh)
    with translation.override(language), timezone.override(settings.TIME_ZONE):
        made = {keys[message.pk]: article(message) for message in fresh}
    cache.set_many(made)
    known |= made
    return [known[keys[message.pk]] for message in messages]


def fetch_outcomes(messages):
    """What the cards among these messages carry: for each kind a fixed number of queries."""
    for kind, config in outcome_kinds().items():
        cards = {message.pk: message for message in messages if message.outcome_kind == kind}
        if cards:
            for outcome in config.outcomes.filter(message__in=cards).for_cards():
                outcome.message = cards[outcome.message_id]
                outcome.message.outcome = outcome


def present_authors(messages):
    """A message that was just written does not know yet how its author is shown in the group."""
    fields = "presented", "quoted_presented", "has_files", "has_original"
    bare = {message.pk: message for message in messages if "presented" not in vars(message)}
    if bare:
        found = type(next(iter(bare.values()))).objects.filter(pk__in=bare).presented()
        for pk, *values in found.values_list("pk", *fields):
            vars(bare[pk]).update(zip(fields, values, strict=True))


def _key(message, language):
    """All that the HTML follows from: the message, what it quotes, and how the people are shown
    whom it names."""
    author, quoted = message.author, message.quotes
    follows = (
        message.pk, message.revision, quoted and quoted.revision, language,
        author.name, str(author.picture), author.is_external,
        author.organisation and author.organisation.name,
        message.presented, quoted and message.quoted_name, message.has_original,
        message.pinned.by.name if hasattr(message, "pinned") and message.pinned else "",
    )  # fmt: skip
    return blake2b(repr(follows).encode(), digest_size=16).hexdigest()


def article(message):
    template = "notice" if message.notice else "article"
    about = {"message": message, "notice": message.notice, "reactions": message.given_reactions}
    if message.notice and "outcome" in message.notice:
        about["kind"] = outcome_kinds().get(message.notice["outcome"])
    return render_to_string(f"conversations/{template}.html", about).strip()

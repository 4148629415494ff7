"""All that stands in an export, as one HTML document for one reader."""

import re
from pathlib import Path

import nh3
from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from conversations.fragments import fetch_outcomes
from conversations.kinds import outcome_kinds
from conversations.models import Message, Thread

MESSAGES = 500
# Of HTML, so that a PDF is made within its time.
MAX_BYTES = 250_000
STYLE = (Path(__file__).parent / "dossier.css").read_text()
NOTICE = {"a", "bdi", "em", "strong", "p"}
EMPTY_LINK = re.compile(r"<a [^<>]*>\s*</a>")


def dossier(outcome, person):
    """The HTML for this person: what they may not read is not in it."""
    shown, cut = conversation(outcome, person)
    about = {
        "outcome": outcome,
        "message": outcome.message,
        "sources": outcome.sources_for(person),
        "steps": [(notice, in_words(notice)) for notice in outcome.steps_for(person)],
        "place": Thread.objects.visible_to(person).filter(pk=outcome.message.thread_id).first(),
        "grown": outcome.message.grown_for(person),
        "shown": [(message, in_words(message)) for message in shown],
        "cut": cut,
        "exported_at": timezone.now(),
        "person": person,
        "site": settings.SITE_URL,
        "style": mark_safe(STYLE),  # noqa: S308 - ours
    }
    return render_to_string("conversations/export.html", about)


def conversation(outcome, person):
    """The messages of the conversation up to so many, around the card; whether some are left
    out."""
    last = outcome.thread.stream.entries
    begin = max(1, min(outcome.message.number - MESSAGES // 2, last - MESSAGES + 1))
    found = Message.objects.visible_to(person).filter(
        thread=outcome.message.thread_id, number__range=(begin, begin + MESSAGES - 1)
    )
    messages, size = [], 0
    for message in found.with_author().order_by("number"):
        size += len(message.html)
        if size > MAX_BYTES:
            break
        messages.append(message)
    prefetch_related_objects([each for each in messages if each.has_files], "attachments")
    fetch_outcomes([message for message in messages if not message.is_gone])
    return messages, len(messages) < last


def in_words(message):
    """Of a notice what it says, without its icon and time; of other messages nothing."""
    if message.notice is None:
        return ""
    about = {"message": message, "notice": message.notice}
    about["kind"] = outcome_kinds().get(message.notice.get("outcome"))
    html = render_to_string("conversations/notice.html", about)
    html = nh3.clean(html, tags=NOTICE, clean_content_tags={"svg", "time"})
    return mark_safe(EMPTY_LINK.sub("", html))  # noqa: S308

"""A page of a thread: which messages, and how they stand below each other."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from conversations import fragments

PAGE = 50
BEFORE_UNREAD = 5
FLOWS_WITHIN = timedelta(minutes=5)


@dataclass
class Page:
    """`entries` are list items of HTML in the reader's order; `older` and `newer` the number to
    go on from, or None at the end."""

    messages: list
    entries: list
    older: int | None
    newer: int | None


def page(thread, language, *, before=None, after=None, at=None, newest_first=False):
    """At most PAGE messages: before or after a number, around one, or where the reader was."""
    last = thread.stream.entries
    if before is not None:
        begin = max(1, before - PAGE)
        end = before - 1
    elif after is not None:
        begin, end = after + 1, after + PAGE
    else:
        unread_from = thread.read_to + 1 if 0 < thread.read_to < last else last
        begin = max(1, min((at or unread_from) - BEFORE_UNREAD, last - PAGE + 1))
        end = begin + PAGE - 1
    messages = list(thread.messages.filter(number__range=(begin, end)).with_author())
    return Page(
        messages=messages,
        entries=entries(messages, language, thread.read_to, newest_first),
        older=begin if begin > 1 else None,
        newer=end if end < last else None,
    )


def entries(messages, language, read_to, newest_first=False):
    """The list items: messages, a line for each day, and one before what is new to the reader."""
    items, previous = [], None
    for message, article in zip(messages, fragments.articles(messages, language), strict=True):
        day = timezone.localdate(message.posted_at)
        if previous is None or timezone.localdate(previous.posted_at) != day:
            items.append(_day(day))
        if message.number == read_to + 1 and read_to:
            items.append(_new_since())
            previous = None
        flows = not newest_first and _flows(message, previous)
        items.append(mark_safe(f'<li class="entry{" entry--flows" * flows}">{article}</li>'))  # noqa: S308
        previous = message
    return _reversed_by_day(items) if newest_first else items


def _flows(message, previous):
    """Messages of one author within five minutes read as one."""
    return (
        previous is not None
        and previous.author_id == message.author_id
        and previous.via == message.via
        and not (previous.notice or message.notice or message.quotes_id or message.outcome_kind)
        and timezone.localdate(previous.posted_at) == timezone.localdate(message.posted_at)
        and message.posted_at - previous.posted_at < FLOWS_WITHIN
    )


def _day(day):
    words = date_format(day, "l j F" if day.year == timezone.localdate().year else "l j F Y")
    return format_html('<li class="day"><time datetime="{}">{}</time></li>', day.isoformat(), words)


def _new_since():
    return format_html('<li class="new-since" id="new">{}</li>', _("New since you were here"))


def _reversed_by_day(items):
    """Newest first, each day still under its own line."""
    days = []
    for item in items:
        if item.startswith('<li class="day"'):
            days.append([item, []])
        else:
            days[-1][1].append(item)
    return [entry for day, under in reversed(days) for entry in (day, *reversed(under))]

"""What a letter shows of messages."""

import re
from dataclasses import dataclass
from textwrap import wrap

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import select_template
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

from conversations.fragments import fetch_outcomes, present_authors
from conversations.mail.letters import pictures
from conversations.mail.letters.plain import plain
from groups import names

CONTEXT_LETTERS, PREVIEW_LETTERS, SHORT_LETTERS = 240, 120, 1000
FOLDED = re.compile("<details><summary>[^<]{0,1000}</summary>")
# Of a quotation in plain text.
MARGIN = re.compile("^(?:> ?)+", re.MULTILINE)
OWN_LINK = re.compile('<a href="/(?!/)')


class Entry:
    """A message as a letter shows it, for its templates. `before` is the one that stands above
    it, in the letter or not; `verbs` are the buttons of its card."""

    site = settings.SITE_URL
    # Of a long one the HTML has its first words, and a link; the plain text is always whole.
    is_short = False

    def __init__(self, message, before, is_first, verbs, blank, shown):
        self.message, self.author = message, message.author
        self.url = self.site + message.get_absolute_url()
        self.name_note = names.note(message.author_name)
        self.quoted = context(message, before, is_first)
        self.verbs = [Button(message, verb, blank) for verb in verbs]
        files = message.attachments.all() if message.has_files else []
        self.pictures = [(file, shown[file.pk]) for file in files if file.pk in shown]
        self.files = [file for file in files if file.pk not in shown]

    @property
    def html(self):
        return mark_safe(for_mail(self.message.html))  # noqa: S308 - from workspace.text

    @property
    def card(self):
        """What the card says under its title."""
        outcome = self.message.outcome
        about = {"outcome": outcome, "message": self.message}
        return mark_safe(for_mail(select_template(outcome.config.letter).render(about)))  # noqa: S308

    @property
    def preview(self):
        return first_words(self.message, PREVIEW_LETTERS)

    @property
    def short(self):
        return first_words(self.message, SHORT_LETTERS)

    @property
    def plain(self):
        return plain(self.html)

    @property
    def plain_card(self):
        return plain(self.card)


@dataclass(frozen=True)
class Context:
    """What someone said before, in few words."""

    name: str
    words: str
    is_answer: bool = False

    @property
    def lines(self):
        """As a quotation in plain text, in which addresses stay whole."""
        lines = wrap(self.words, 72, break_long_words=False, break_on_hyphens=False)
        return "\n".join(f"> {line}" for line in lines)


class Button:
    """What can be done with a card by a click: `web` is a link, `mailto` opens a mail."""

    def __init__(self, message, verb, blank):
        self.label, self.about, self.asks_reason = verb.label, str(verb.about), verb.asks_reason
        self.subject = f"{verb.words}: {message.outcome.title}"
        self.web = blank(("web", message.pk, verb.name))
        self.mailto = blank(("mailto", message.pk, verb.name))


def entries(messages, earlier, verbs, blank):
    """([`Entry`], [`pictures.Picture`]), in a fixed number of queries."""
    present_authors([*messages, *earlier])
    named = [message.quotes for message in messages if message.quotes]
    with_files = [message for message in messages if message.has_files]
    prefetch_related_objects(with_files, "attachments")
    fetch_outcomes([*messages, *named, *earlier])
    shown = pictures.inline([file for each in with_files for file in each.attachments.all()])
    made, before = [], earlier[-1] if earlier else None
    for number, message in enumerate(messages):
        offered = verbs.get(message.pk, ()) if message.outcome_kind else ()
        made.append(Entry(message, before, number == 0, offered, blank, shown))
        before = message
    return made, tuple(shown.values())


def context(message, before, is_first):
    """What it answers, where that does not stand right above it; for the first one in a letter
    what was said before. None where there is nothing to show."""
    if (quoted := message.quotes) and not quoted.is_gone and (is_first or quoted != before):
        return Context(message.quoted_name, first_words(quoted), is_answer=True)
    if is_first and before and not message.quotes:
        return Context(before.author_name, first_words(before))
    return None


def first_words(message, letters=CONTEXT_LETTERS):
    """Of a message as plain text on one line."""
    if message.outcome_kind and message.outcome:
        return message.outcome.title
    words = " ".join(MARGIN.sub("", plain(message.html, marks={})).split())
    return Truncator(words).chars(letters, truncate=" …")


def for_mail(html):
    """Safe HTML of ours as it stands by itself: links with their host, nothing folded, and wide
    tables that scroll."""
    html = FOLDED.sub("", html).replace("</details>", "")
    html = OWN_LINK.sub(f'<a href="{settings.SITE_URL}/', html)
    html = html.replace('<table tabindex="0">', '<div class="wide" tabindex="0"><table>')
    return html.replace("</table>", "</table></div>") if 'class="wide"' in html else html

"""The mail with what was said in a conversation."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conversations.mail.letters.entries import entries
from conversations.mail.letters.letter import Blanks, Letter
from conversations.mail.letters.style import styled
from conversations.mail.letters.wording import answer_in_words, what_happens
from conversations.mail.marker import REPLY_MARKER
from workspace.clock import clock

# Gmail shows no more than 102 kB of a mail, and so neither its end, with its links.
MAX_HTML = 90_000
EMPTY_LINES = re.compile("\n{3,}")


def compose(
    thread, messages, *, earlier=(), language, verbs=None, time_zone=settings.TIME_ZONE,
    may_answer=True,
):  # fmt: skip
    """The letter with these messages of a conversation, oldest first, for all who read this
    language on this clock and have the same to do: `verbs` is {message key: [`MailVerb`]}, and who
    may not post there gets it with `may_answer=False`. What was said `earlier` gives the context.
    All messages come from `Message.objects.standing().with_author()`, and none is a notice."""
    blank = Blanks()
    with override(language), timezone.override(clock(time_zone)):
        shown, images = entries(messages, earlier, verbs or {}, blank)
        group = thread.group
        may_answer = may_answer and not (thread.is_closed or group.is_archived)
        about = {
            "subject": thread.subject,
            "language": language,
            "group": group,
            "url": settings.SITE_URL + thread.get_absolute_url(),
            "entries": shown,
            "marker": REPLY_MARKER[language],
            "may_answer": may_answer,
            "answer": f"{answer_in_words(thread)} {what_happens(group)}" if may_answer else "",
            "mute": blank(("mute", thread.pk)),
            "follow": blank(("follow", thread.pk)),
            "choose": blank(("choose", group.pk)),
            "why": blank(("why",)),
        }
        return rendered("conversation", about, blank, images)


def compose_news(thread, *, language):
    """For a group whose mails contain nothing of what is said: only that there is something."""
    blank = Blanks()
    with override(language):
        group = thread.group
        about = {
            "subject": _("There is news in %(group)s") % {"group": group},
            "language": language,
            "group": group,
            "url": settings.SITE_URL + thread.get_absolute_url(),
            "choose": blank(("choose", group.pk)),
            "why": blank(("why",)),
        }
        return rendered("news", about, blank)


def rendered(name, about, blank, images=()):
    """A letter from `templates/mail/<name>.txt` and `.html`."""
    group = about["group"]
    text = EMPTY_LINES.sub("\n\n", render_to_string(f"mail/{name}.txt", about).strip()) + "\n"
    html = fitting(name, about)
    return Letter.made(
        blank, text, html, subject=about["subject"], language=about["language"],
        group_name=str(group), images=images,
    )  # fmt: skip


def fitting(name, about):
    """The HTML, with the longest messages shortened where it would be too large."""
    entries = sorted(about.get("entries", ()), key=lambda entry: -len(entry.message.html))
    shortened = 0
    while True:
        html = styled(render_to_string(f"mail/{name}.html", about), about["group"].subsite)
        if len(html.encode()) <= MAX_HTML or shortened >= len(entries):
            return html
        shortened = max(1, 2 * shortened)
        for entry in entries[:shortened]:
            entry.is_short = True

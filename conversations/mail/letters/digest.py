"""The summary of what is new in a group, for one person."""

from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conversations.fragments import fetch_outcomes, present_authors
from conversations.mail.letters.composing import rendered
from conversations.mail.letters.entries import first_words
from conversations.mail.letters.letter import Blanks
from conversations.models import Closure

# So many conversations, of each so many messages, of each message so many letters.
CONVERSATIONS, SHOWN, LETTERS = 25, 3, 240


def compose_digest(group, conversations, *, person, every):
    """`conversations` is [(thread, [message])] with what is new to this person, oldest first; the
    messages are as for `compose`. `every` is "daily" or "weekly"."""
    blank = Blanks()
    with person.as_reader():
        shows = group.mails_words
        about = {
            "subject": _subject(group, every),
            "language": person.language,
            "group": group,
            "url": settings.SITE_URL + group.get_absolute_url(),
            "summary": _summary(conversations),
            "sections": _sections(conversations[:CONVERSATIONS], blank) if shows else [],
            "unshown": max(0, len(conversations) - CONVERSATIONS) if shows else 0,
            "choose": blank(("choose", group.pk)),
            "why": blank(("why",)),
        }
        return rendered("digest", about, blank)


def _subject(group, every):
    if every == "weekly":
        return _("%(group)s: the week in short") % {"group": group}
    return _("%(group)s: the day in short") % {"group": group}


def _summary(conversations):
    count = sum(len(messages) for _thread, messages in conversations)
    about = {"count": count}
    said = ngettext("%(count)s new message", "%(count)s new messages", count) % about
    count = len(conversations)
    where = ngettext("%(count)s conversation", "%(count)s conversations", count)
    return _("%(messages)s in %(conversations)s") % {
        "messages": said, "conversations": where % {"count": count},
    }  # fmt: skip


def _sections(conversations, blank):
    everything = [message for _thread, messages in conversations for message in messages]
    present_authors(everything)
    fetch_outcomes(everything)
    threads = [thread for thread, _messages in conversations]
    closed = set(Closure.objects.filter(thread__in=threads).values_list("thread", flat=True))
    return [
        {
            "thread": thread,
            "url": settings.SITE_URL + thread.get_absolute_url(),
            "messages": [_excerpt(message) for message in messages[-SHOWN:]],
            "more": max(0, len(messages) - SHOWN),
        }
        | ({} if thread.pk in closed else _way_to_answer(thread, blank))
        for thread, messages in conversations
    ]


def _way_to_answer(thread, blank):
    reply = blank(("reply", thread.pk))
    return {"reply": reply, "mailto": f"mailto:{reply}?subject={quote(thread.subject, safe='')}"}


def _excerpt(message):
    return {
        "message": message,
        "url": settings.SITE_URL + message.get_absolute_url(),
        "words": first_words(message, LETTERS),
    }

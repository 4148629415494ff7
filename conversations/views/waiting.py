"""What an author sees of a message that waits for a moderator, or came too soon."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conversations.models import Held


def waits(request, held):
    """The answer to a post that waits: for our scripts the author's list of what waits here."""
    if request.htmx and not request.htmx.boosted:
        waiting = waiting_of(request.user, held.thread)
        about = {"thread": held.thread, "waiting": waiting}
        return render(request, "conversations/waiting.html", about, status=202)
    messages.success(request, _("Your message waits for a moderator."))
    return redirect(held.thread)


def waiting_of(person, thread):
    """The person's own messages that wait here; a question only where messages can wait."""
    group = thread.group
    can_wait = group.approves_newcomers or group.approves_guests or group.takes_public_reactions
    if not (can_wait and person.is_authenticated):
        return []
    return Held.objects.open().filter(thread=thread, author=person)


def in_words(pace):
    """Of `TooSoon`."""
    sentence = ngettext(
        "This conversation is in slow mode. You can post again in %(count)s second. "
        "Your text is still here.",
        "This conversation is in slow mode. You can post again in %(count)s seconds. "
        "Your text is still here.",
        pace.wait,
    )
    return sentence % {"count": pace.wait}

"""Searching conversations, messages and what grew out of them."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from conversations.kinds import outcome_kinds
from conversations.models import Message, Thread
from conversations.search import finding
from conversations.search.indexing import fetch_searched
from conversations.search.words import excerpt, holds, marked, sought_in
from conversations.views.paging import Endless
from workspace.http import throttle
from workspace.text import clean_line

PAGE = 20
FIRST_THREADS = 4


@login_required
@require_GET
def search(request):
    question = clean_line(request.GET.get("q", ""))[:200]
    kinds = {"": _("Everything"), "thread": _("Conversations"), "message": _("Messages")}
    kinds |= {name: config.verbose_name for name, config in outcome_kinds().items()}
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    about = {"question": question, "kind": kind, "kinds": kinds.items()}
    if sought := sought_in(question):
        throttle.spend(request, "search")
        about |= _found(request, sought, kind)
    return render(request, "conversations/search.html", about)


def _found(request, sought, kind):
    """The page of results, and on the first page of everything some conversations above it."""
    number, about = request.GET.get("page"), {"sought": True}
    if kind == "thread":
        page = Endless(finding.threads(request, sought), PAGE, dressed=_dressed_threads())
        about["page"] = page.get_page(number)
        about["threads"] = _with_marks(about["page"], sought)
        return about
    found = finding.messages(request, sought, {"": None, "message": ""}.get(kind, kind))
    about["page"] = Endless(found, PAGE, dressed=_dressed_messages()).get_page(number)
    about["messages_found"] = _results(about["page"], sought)
    if kind == "" and about["page"].number == 1:
        some = list(finding.threads(request, sought).values_list("pk", flat=True)[:FIRST_THREADS])
        about["threads"] = _with_marks(_dressed_threads().filter(pk__in=some), sought)
        about["more_threads"] = len(some) == FIRST_THREADS
    return about


def _dressed_threads():
    return Thread.objects.select_related("group").latest_first()


def _dressed_messages():
    """As `with_author`, and where they stand."""
    messages = Message.objects.with_author().select_related("thread__group")
    return messages.order_by("-posted_at", "-pk")


def _with_marks(threads, sought):
    """[(thread, its subject with the hits marked)]; what has another subject since is left out."""
    still = [thread for thread in threads if holds([thread.subject], sought)]
    return [(thread, marked(thread.subject, sought)) for thread in still]


def _results(messages, sought):
    """[(message, title, excerpt)]; what was changed since it was indexed is asked again."""
    messages = list(messages)
    fetch_searched(messages)
    results = []
    for message in messages:
        outcome = message.outcome
        texts = [*(outcome.searched if outcome else ()), message.body]
        if holds(texts, sought):
            title = marked(outcome.title, sought) if outcome else ""
            results.append((message, title, excerpt(_telling(texts, outcome, sought), sought)))
    return results


def _telling(texts, outcome, sought):
    """Of the texts after a title the one with most of the sought words."""
    rest = texts[1:] if outcome else texts
    return max(reversed(rest), key=lambda text: sum(holds([text], [word]) for word in sought))

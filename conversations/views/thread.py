"""Reading a thread, and what a reader does with it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from conversations import timeline
from conversations.forms import MessageForm
from conversations.kinds import outcome_kinds
from conversations.models import Attachment, Participation, Thread
from conversations.views.lookup import get_thread
from conversations.views.waiting import waiting_of
from conversations.visitor_forms import visitor_form
from conversations.wording import readers_in_words
from groups import access
from groups.models import Person
from groups.views.lookup import indexed, public
from workspace.http.paths import return_path
from workspace.streams import log
from workspace.streams.kinds import kinds

EVENTS = 200


@public
@indexed
@require_GET
def thread(request, pk):
    return show(request, get_thread(request, pk))


def show(request, thread, form=None, *, reaction=None, status=200):
    """The page of a thread; `form` brings back what could not be posted, `reaction` that of who
    is no member."""
    person = request.user
    order = person.order if person.is_authenticated else Person.Order.OLDEST
    numbers = {key: _number(request, key) for key in ("before", "after", "at")}
    page = timeline.page(
        thread, get_language(), newest_first=order == Person.Order.NEWEST, **numbers
    )
    is_open = not (thread.is_closed or thread.group.is_archived)
    may_moderate = thread.role in access.KEEPERS
    may_start = thread.role not in (None, "guest")
    return render(
        request,
        "conversations/thread.html",
        {
            "thread": thread,
            "entries": page.entries,
            "messages_shown": page.messages,
            "older": page.older,
            "newer": page.newer,
            "form": form or MessageForm(initial={"quotes": _number(request, "quotes")}),
            "waiting": waiting_of(person, thread),
            "reaction_form": reaction or visitor_form(request, thread),
            "order": order,
            "kinds": outcome_kinds().values(),
            "may_post": thread.role is not None and is_open,
            "may_moderate": may_moderate,
            "may_narrow": may_moderate or (may_start and thread.author_id == person.pk),
            "may_bring_in": may_moderate or (may_start and thread.group.joining == "open"),
            "may_join": thread.role is None and access.may(person, "join", thread.group),
            "may_request": thread.role is None and access.may(person, "request", thread.group),
            "readers_label": readers_in_words(thread, person),
        },
        status=status,
    )


def _number(request, key):
    value = request.GET.get(key, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


@public
@require_GET
def events(request, pk):
    """History by HTTP: what happened after a position, in the frames of the socket."""
    thread = get_thread(request, pk)
    found = log.read(thread.stream_id, _number(request, "after") or 0, EVENTS + 1)
    shown = log.payloads(kinds["thread"], thread.stream_id, found[:EVENTS], get_language())
    head = thread.stream.position
    return JsonResponse({"events": shown, "head": head, "more": len(found) > EVENTS})


@public
@require_GET
def panel(request, pk):
    thread = get_thread(request, pk)
    return render(
        request,
        "conversations/panel.html",
        {
            "thread": thread,
            "readers_label": readers_in_words(thread, request.user),
            "pinned": thread.messages.standing().exclude(pinned=None).select_related("author"),
            "attachments": Attachment.objects.visible_to(request.user)
            .filter(message__thread=thread)
            .select_related("message"),
            "people": Person.objects.filter(messages__thread=thread).distinct(),
            "guests": thread.passes().order_by("membership__person__name"),
            "grown": grown_in(thread, request.user),
        },
    )


def grown_in(thread, person):
    """What grew out of a conversation, in the order of its timeline."""
    grown = [
        outcome
        for config in outcome_kinds().values()
        for outcome in config.outcomes.visible_to(person)
        .standing_in(Thread.objects.filter(pk=thread.pk))
        .select_related("message")
        .for_cards()
    ]
    return sorted(grown, key=lambda outcome: outcome.message.number)


@login_required
@require_POST
def read(request, pk):
    thread, number = get_thread(request, pk), request.POST.get("number", "")
    if not number.isdigit():
        return HttpResponseBadRequest("number")
    thread.participation(request.user).read_and_tell(min(int(number), thread.stream.entries))
    return HttpResponse(status=204) if request.htmx else redirect(thread)


@login_required
@require_POST
def attention(request, pk):
    thread, value = get_thread(request, pk), request.POST.get("value", "")
    if value not in Participation.Attention.values:
        return HttpResponseBadRequest("value")
    thread.participation(request.user).attend(value)
    return redirect(return_path(request, thread.get_absolute_url()))


@login_required
@require_POST
def order(request):
    if request.POST.get("order") not in Person.Order.values:
        return HttpResponseBadRequest("order")
    request.user.order = request.POST["order"]
    request.user.save(update_fields=["order"])
    return redirect(return_path(request))

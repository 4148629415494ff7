"""Saying something: a new thread, a message, an edit, a reaction."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations import fragments
from conversations.audience_forms import ReadingForm
from conversations.forms import EditForm, MessageForm, ThreadForm
from conversations.kinds import outcome_kinds
from conversations.models import Closed, Message, Thread, TooSoon, Waiting
from conversations.models.message import REACTIONS
from conversations.views.lookup import get_message, get_own_message, get_thread
from conversations.views.thread import show
from conversations.views.waiting import in_words, waits
from conversations.wording import readers_in_words
from groups import access
from groups.views.lookup import get_group, public
from workspace.http import throttle
from workspace.text import clean_line, markdown


@login_required
@require_http_methods(["GET", "POST"])
def thread_new(request, slug):
    group = get_group(request, slug)
    access.require(request.user, "start", group)
    form = ThreadForm(request.POST or None, request.FILES or None)
    readers = ReadingForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if readers.is_valid():
                throttle.spend(request, "thread")
                throttle.spend(request, "upload", len(data["files"]))
                thread = Thread.objects.start(
                    group, request.user, clean_line(data["subject"]), data["body"],
                    client_id=data["client_id"], files=data["files"], **readers.cleaned_data,
                )  # fmt: skip
                return redirect(thread)
        except Waiting:
            messages.success(request, _("Your conversation waits for a moderator. You get a mail."))
            return redirect(group)
        except throttle.TooMany as flood:
            form.add_error(None, flood.sentence)
        finally:
            form.discard_unused()
    label = readers_in_words(group, request.user)
    return render(
        request,
        "conversations/thread_new.html",
        {"group": group, "form": form, "readers": readers, "readers_label": label},
        status=422 if form.errors or readers.errors else 200,
    )


@login_required
@require_POST
def post(request, pk):
    # The verb asks the rule. Whoever it refuses is shown what they may see: perhaps nothing.
    thread = get_object_or_404(Thread.objects.select_related("group", "stream"), pk=pk)
    form = MessageForm(request.POST, request.FILES, thread=thread)
    if form.is_valid():
        try:
            throttle.spend(request, "post")
            throttle.spend(request, "upload", len(form.cleaned_data["files"]))
            return _posted(request, thread.post(request.user, **form.cleaned_data))
        except Waiting as waiting:
            return waits(request, waiting.held)
        except Closed:
            form.add_error(None, _("This conversation was closed. Your text is still here."))
        except TooSoon as pace:
            form.add_error(None, in_words(pace))
        except throttle.TooMany as flood:
            form.add_error(None, flood.sentence)
        except access.MayNot:
            get_thread(request, pk)
            raise
        finally:
            form.discard_unused()
    thread = get_thread(request, pk)
    if request.htmx:
        context = {
            "thread": thread,
            "form": form,
            "readers_label": readers_in_words(thread, request.user),
        }
        return render(request, "conversations/composer.html", context, status=422)
    return show(request, thread, form, status=422)


def _posted(request, message):
    if request.htmx and not request.htmx.boosted:
        return HttpResponse(fragments.articles([message], get_language())[0], status=201)
    return redirect("message", message.pk)


@login_required
@require_POST
def preview(request):
    body = request.POST.get("body", "")
    form = EditForm({"body": body})
    if not form.is_valid():
        return render(request, "conversations/preview.html", {"form": form}, status=422)
    return render(request, "conversations/preview.html", {"html": markdown(body)})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    message = get_own_message(request, pk)
    form = EditForm(
        request.POST or None, initial={"body": message.body}, auto_id=f"edit-{message.pk}-%s"
    )
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "edit")
            message.edit(request.user, form.cleaned_data["body"])
            return _posted(request, message)
        except throttle.TooMany as flood:
            form.add_error("body", flood.sentence)
    status = 422 if form.errors else 200
    thread = get_thread(request, message.thread_id)
    label = readers_in_words(thread, request.user)
    context = {"message": message, "thread": thread, "form": form, "readers_label": label}
    return render(request, "conversations/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    message = get_own_message(request, pk)
    if request.method == "POST":
        message.withdraw(request.user)
        return _posted(request, message)
    return render(request, "conversations/withdraw.html", {"message": message})


@login_required
@require_POST
def react(request, pk):
    message = get_message(request, pk)
    if request.POST.get("reaction") not in REACTIONS:
        return HttpResponseBadRequest("reaction")
    throttle.spend(request, "react")
    message.react(request.user, request.POST["reaction"])
    return _posted(request, message)


@login_required
@require_POST
def pin(request, pk):
    message = get_message(request, pk)
    message.pin(request.user)
    return _posted(request, message)


@login_required
@require_safe
def actions(request, pk):
    """The menu of what this person may do with a message, asked for when it opens."""
    message = get_message(request, pk)
    person = request.user
    may = {
        action
        for action, verb in (
            ("reply", "post"), ("react", "react"), ("edit", "change"), ("withdraw", "change"),
            ("pin", "moderate"), ("split", "moderate"), ("moderate", "moderate"),
        )
        if access.may(person, verb, message)
    }  # fmt: skip
    if message.author_id != person.pk:
        may.add("report")
    if message.via == Message.Via.MAIL and access.may(person, "see_mail", message):
        may.add("see_mail")
    reactions = [
        {
            "name": name,
            "icon": icon,
            "label": label,
            "given": person.pk in message.reactions.get(name, []),
        }
        for name, (icon, label) in REACTIONS.items()
    ]
    context = {
        "message": message, "may": may, "reactions": reactions,
        "kinds": outcome_kinds().values() if "reply" in may else [],
    }  # fmt: skip
    return render(request, "conversations/actions.html", context)


@require_safe
@public
def history(request, pk):
    message = get_message(request, pk)
    return render(
        request,
        "conversations/history.html",
        {"message": message, "revisions": message.revisions.all()},
    )


@public
def message(request, pk):
    """A permanent link: to the message, in whichever thread it is now."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    return redirect(f"{message.thread.get_absolute_url()}?at={message.number}#m{message.pk}")

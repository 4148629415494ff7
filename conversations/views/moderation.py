"""Keeping order: a page with all that a moderator can do with a thread, and one for a message."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conversations.forms import MergeForm, MoveForm, RenameForm, SplitForm
from conversations.models import Message, Thread
from conversations.order_forms import PaceForm
from conversations.views.lookup import get_thread
from groups import access
from groups.forms.grounds import GroundsForm, ShownGroundsForm, UndoForm
from workspace.text import clean_line


@login_required
@require_http_methods(["GET", "POST"])
def moderate(request, pk):
    thread = get_thread(request, pk)
    access.require(request.user, "moderate", thread)
    verb = request.POST.get("verb")
    if request.method == "POST" and verb not in VERBS:
        return HttpResponseBadRequest("verb")
    forms = _forms(request, thread, verb)
    form = forms.get(verb)
    if verb and (form is None or form.is_valid()):
        target = VERBS[verb](thread, request.user, form and form.cleaned_data) or thread
        messages.success(request, _("Done."))
        return redirect(target)
    return render(
        request,
        "conversations/moderate.html",
        {"thread": thread, **forms},
        status=422 if verb else 200,
    )


def _forms(request, thread, verb):
    """All forms; the one that was sent has its data."""
    first = request.GET.get("from", "")
    number = int(first) if first.isdigit() else None
    about = {
        "rename": (RenameForm, {"initial": {"subject": thread.subject}}),
        "move": (MoveForm, {"person": request.user, "thread": thread}),
        "split": (
            SplitForm,
            {"thread": thread, "initial": {"first": number, "last": thread.stream.entries}},
        ),
        "merge": (MergeForm, {"person": request.user, "thread": thread}),
        "slow": (PaceForm, {"initial": {"seconds": thread.slow_seconds}}),
        "hide": (GroundsForm, {}),
        "put_back": (UndoForm, {}),
    }
    return {
        name: form(request.POST if name == verb else None, prefix=name, **arguments)
        for name, (form, arguments) in about.items()
    }


def _split(thread, by, data):
    return thread.split(by, clean_line(data["subject"]), data["messages"])


def _merge(thread, by, data):
    thread.merge(by, data["into"])
    return data["into"]


VERBS = {
    "close": lambda thread, by, data: thread.close(by),
    "reopen": lambda thread, by, data: thread.reopen(by),
    "rename": lambda thread, by, data: thread.rename(by, clean_line(data["subject"])),
    "slow": lambda thread, by, data: thread.slow_down(by, data["seconds"]),
    "hide": lambda thread, by, data: thread.hide(by, data["grounds"]),
    "put_back": lambda thread, by, data: thread.put_back(by, data["grounds"]),
    "move": lambda thread, by, data: thread.move(by, data["group"]),
    "split": _split,
    "merge": _merge,
}


MESSAGE_FORMS = {"hide": ShownGroundsForm, "redact": ShownGroundsForm, "put_back": UndoForm}


@login_required
@require_http_methods(["GET", "POST"])
def moderate_message(request, pk):
    """The one page, beside the desk, on which moderators read words that were hidden."""
    message = _message(request, pk)
    verb = request.POST.get("verb")
    if request.method == "POST" and verb not in MESSAGE_FORMS:
        return HttpResponseBadRequest("verb")
    forms = {
        name: form(request.POST if name == verb else None, prefix=name)
        for name, form in MESSAGE_FORMS.items()
    }
    if verb and forms[verb].is_valid():
        getattr(message, verb)(request.user, forms[verb].cleaned_data["grounds"])
        messages.success(request, _("Done. The author gets a message about it."))
        return redirect("moderate_message", message.pk)
    about = {
        "message": message,
        "group": message.group,
        "reports": message.report_set.open().shown_to(request.user),
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(
        request, "conversations/moderate_message.html", about, status=422 if verb else 200
    )


def _message(request, pk):
    threads = Thread.objects.visible_to(request.user).values("pk")
    related = Message.objects.filter(notice__isnull=True, thread__in=threads).with_author()
    message = get_object_or_404(related.select_related("thread__group", "thread__stream"), pk=pk)
    if not access.may(request.user, "moderate", message):
        raise Http404
    return message

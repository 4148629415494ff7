"""Keeping order in a thread: one page with all that a moderator can do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conversations.forms import MergeForm, MoveForm, RenameForm, SplitForm
from conversations.views.lookup import get_thread
from groups import access
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
        messages.success(request, _("Done. A notice stands in the conversation."))
        return redirect(target)
    return render(
        request,
        "conversations/moderate.html",
        {"thread": thread, **forms},
        status=422 if verb else 200,
    )


def _forms(request, thread, verb):
    """All four forms; the one that was sent has its data."""
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
    "move": lambda thread, by, data: thread.move(by, data["group"]),
    "split": _split,
    "merge": _merge,
}

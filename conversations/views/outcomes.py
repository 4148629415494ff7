"""Outcomes: making one in a conversation, and finding the one that a URL names."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from conversations.models import Closed, Unapproved
from conversations.outcome_forms import beginning
from conversations.views.lookup import get_thread
from groups import access
from groups.subsites.hosts import wear
from workspace.http import throttle


def get_outcome(request, model, pk):
    """If the person may see it: denied and absent are the same 404."""
    outcome = get_object_or_404(model.objects.visible_to(request.user).with_place(), pk=pk)
    wear(request, outcome.group.subsite)
    return outcome


def grow(request, pk, form_class, template):
    """The form of a kind, and what it makes in the thread. From the composer come the words that
    were being written (`begin`), from a message its key (`source`)."""
    thread = get_thread(request, pk)
    access.require(request.user, "post", thread)
    about = {"thread": thread, "person": request.user}
    if request.method == "POST" and "begin" not in request.POST:
        form = form_class(request.POST, request.FILES, **about)
        if form.is_valid() and (outcome := _grown(request, form)):
            return redirect("message", outcome.message_id)
    else:
        given = request.POST if request.method == "POST" else request.GET
        source = given.get("source", "")
        source = int(source) if source.isascii() and source.isdigit() and len(source) < 10 else None
        form = form_class(
            initial=beginning(thread, text=given.get("body", ""), source=source), **about
        )
    context = {"thread": thread, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


def _grown(request, form):
    try:
        throttle.spend(request, "post")
        return form.grow()
    except (Closed, Unapproved, throttle.TooMany) as refusal:
        form.add_error(None, in_words(refusal))


def in_words(refusal):
    """Why something could not be made or changed, for who tried."""
    if isinstance(refusal, Closed):
        return _("This conversation is closed. A moderator can open it again.")
    if isinstance(refusal, Unapproved):
        return _(
            "In this group a moderator first approves a message of yours. After that you can do "
            "this too."
        )
    return refusal.sentence


def refused(request, refusal, to):
    """Back to a page, with the reason."""
    messages.error(request, in_words(refusal))
    return redirect(to)

"""Reacting to a public conversation without being a member."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from conversations.models.visitors import Unconfirmed, confirm, to_confirm
from conversations.views.lookup import get_thread
from conversations.views.thread import show
from conversations.visitor_forms import form_for
from groups import access
from groups.views.lookup import public
from workspace.http import throttle


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("email")
def react_publicly(request, pk):
    """The answer is the same for every address, known here or not."""
    thread = get_thread(request, pk)
    if request.method == "GET":  # the page with the errors, loaded again
        return redirect(thread)
    access.require(request.user, "react_publicly", thread)
    form = form_for(request.user)(request.POST)
    if form.is_valid():
        try:
            throttle.spend(request, "react_publicly", address=form.cleaned_data.get("email", ""))
            _take(request, thread, form)
            return redirect(f"{thread.get_absolute_url()}#main")
        except throttle.TooMany as flood:
            form.add_error(None, flood.sentence)
    return show(request, thread, reaction=form, status=422)


def _take(request, thread, form):
    data = form.cleaned_data
    if request.user.is_authenticated:
        thread.react_publicly(request.user, data["body"], client_id=data["client_id"])
        messages.success(request, _("Thank you. A moderator looks at your reaction first."))
        return
    if not form.is_from_a_program:
        thread.react_as_visitor(data["name"], data["email"], data["body"])
    sentence = _("Almost done: follow the link in the mail that we sent to %(email)s.")
    messages.success(request, sentence % {"email": data["email"]})


@require_http_methods(["GET", "POST"])
def reaction_confirm(request, token):
    """Where the link in the mail leads. Only the button confirms: programs that look through mail
    follow links."""
    try:
        if request.method == "POST":
            held = confirm(token)
            return render(request, "conversations/reaction_confirmed.html", {"held": held})
        return render(request, "conversations/reaction_confirm.html", {"held": to_confirm(token)})
    except Unconfirmed:
        return render(request, "conversations/reaction_closed.html", status=410)

"""Asking to join a group, and the moderators' answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import access
from groups.forms import JoinRequestForm, RefusalForm
from groups.models import JoinRequest
from groups.models.request import Answered
from groups.views.lookup import get_group
from workspace.http import throttle


@login_required
def join_request(request, slug):
    """The page to ask on. Who cannot ask (any more) is led to the group, which says why."""
    group = get_group(request, slug)
    if not access.may(request.user, "request", group):
        return redirect(group)
    form = JoinRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "request")
            group.ask(request.user, form.cleaned_data["words"])
        except throttle.TooMany as flood:
            form.add_error(None, flood.sentence)
        else:
            messages.success(request, _("You asked to join. You get an answer by e-mail."))
            return redirect(group)
    return render(request, "groups/join_request.html", {"group": group, "form": form})


@login_required
@require_POST
def take_back(request, pk):
    asked = get_object_or_404(JoinRequest.objects.open(), person=request.user, pk=pk)
    asked.take_back()
    messages.success(request, _("You no longer ask to join %(group)s.") % {"group": asked.group})
    return redirect("groups")


@login_required
def answer(request, slug, pk):
    """A moderator lets someone in (`grant`), or says why not."""
    group = get_group(request, slug)
    if not access.may(request.user, "moderate", group):
        raise Http404
    asked = get_object_or_404(group.join_requests.select_related("person__organisation"), pk=pk)
    form = RefusalForm()
    if request.method == "POST":
        form = RefusalForm(request.POST)
        if "grant" in request.POST or form.is_valid():
            give(request, asked, form)
            return redirect("members", slug)
    about = {"group": group, "asked": asked, "form": form}
    return render(request, "groups/join_request_answer.html", about)


def give(request, asked, form):
    name = {"name": asked.person}
    try:
        if "grant" in request.POST:
            asked.grant(by=request.user)
            messages.success(request, _("%(name)s is now a member.") % name)
        else:
            asked.refuse(form.cleaned_data["grounds"], by=request.user)
            messages.success(request, _("%(name)s gets your answer by e-mail.") % name)
    except Answered:
        messages.info(request, _("This was answered already, or %(name)s took it back.") % name)
    except access.MayNot:
        messages.error(request, _("%(name)s cannot become a member now.") % name)

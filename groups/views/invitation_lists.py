"""Inviting a long list of addresses: the page to send it on, and the report of what came of it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from groups import access
from groups.forms import InviteListForm
from groups.views.lookup import get_group
from workspace.http import throttle

PAGE = 100


def get_inviting(request, slug):
    group = get_group(request, slug)
    if not access.may(request.user, "invite", group):
        raise Http404
    return group


@login_required
def invite_list(request, slug):
    group = get_inviting(request, slug)
    form = InviteListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "invite", len(form.entries))
            return redirect(group.invite_list(form.entries, by=request.user))
        except throttle.TooMany as flood:
            form.add_error(None, flood.sentence)
    return render(request, "groups/invite_list.html", {"group": group, "form": form})


@login_required
@require_safe
def invited_list(request, slug, pk):
    """For who sent it: how far it is, and each line that could not be invited."""
    group = get_inviting(request, slug)
    made = get_object_or_404(
        group.invitation_lists.filter(made_by=request.user).defer("entries"), pk=pk
    )
    refused = Paginator(made.refused.all(), PAGE).get_page(request.GET.get("page"))
    about = {"group": group, "list": made, "refused": refused}
    return render(request, "groups/invited_list.html", about)

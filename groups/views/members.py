"""Who is in a group: the list, their roles, and inviting others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from groups import access
from groups.forms import InviteForm
from groups.models import Role
from groups.views.lookup import get_group
from groups.views.refusals import telling_the_last_owner

PAGE = 50


@login_required
def members(request, slug):
    group = get_group(request, slug)
    return members_page(request, group, InviteForm(group=group, inviter=request.user))


@login_required
def invite(request, slug):
    """Invites whom it can; the page then shows the addresses that remain, and why."""
    if request.method != "POST":
        return redirect("members", slug)
    group = get_group(request, slug)
    access.require(request.user, "invite", group)
    form = InviteForm(request.POST, group=group, inviter=request.user)
    if not form.is_valid():
        return members_page(request, group, form)
    if form.addresses:
        count = len(group.invite_all(form.addresses, by=request.user))
        sentence = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count)
        messages.success(request, sentence % {"count": count})
    if form.problems:
        form.keep_problems()
        return members_page(request, group, form)
    return redirect("members", slug)


@login_required
@require_POST
def membership(request, slug, person):
    """Gives a member another role, or ends the membership (`dismiss`)."""
    group = get_group(request, slug)
    person = get_object_or_404(group.members, pk=person)
    with telling_the_last_owner(request):
        if "dismiss" in request.POST:
            group.dismiss(person, by=request.user)
            sentence = _("%(name)s is no longer a member.")
        else:
            group.appoint(person, chosen_role(request), by=request.user)
            sentence = _("%(name)s now has another role.")
        messages.success(request, sentence % {"name": person})
    return redirect("members", slug)


def chosen_role(request):
    role = request.POST.get("role")
    if role not in Role.values:
        raise BadRequest("no such role")
    return role


def members_page(request, group, form):
    sought = request.GET.get("q", "").strip()[:80]
    found = group.memberships.filter(person__name__icontains=sought)
    found = found.select_related("person__organisation")
    about = {
        "group": group,
        "form": form,
        "sought": sought,
        "memberships": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "roles": Role.choices,
        "may_own": access.may(request.user, "own", group),
        "may_moderate": access.may(request.user, "moderate", group),
        "may_invite": access.may(request.user, "invite", group),
        "role": access.role_of(request.user, group),
    }
    if about["may_invite"]:
        about["invitations"] = group.invitations.open().select_related("invited_by")
    return render(request, "groups/members.html", about)

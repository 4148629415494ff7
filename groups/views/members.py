"""Who is in a group: the list, their roles, and inviting others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from groups import access
from groups.forms import InviteForm
from groups.models import Role
from groups.views.lookup import get_group
from groups.views.refusals import telling_the_last_owner
from workspace.http import throttle

PAGE = 50
# Guests come by an invitation to a conversation.
ROLES = [choice for choice in Role.choices if choice[0] != Role.GUEST]


@login_required
def members(request, slug):
    group = get_read(request, slug)
    return members_page(request, group, InviteForm(group=group, inviter=request.user))


def get_read(request, slug):
    """Who belongs to a group is for those who read along in it."""
    group = get_group(request, slug)
    if not access.groups_read_by(request.user).filter(pk=group.pk).exists():
        raise Http404
    return group


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
    try:
        throttle.spend(request, "invite", len(form.addresses))
    except throttle.TooMany as flood:
        form.add_error(None, flood.sentence)
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
    """Gives a member another role."""
    group = get_read(request, slug)
    person = get_object_or_404(group.members, pk=person)
    with telling_the_last_owner(request):
        group.appoint(person, chosen_role(request), by=request.user)
        messages.success(request, _("%(name)s now has another role.") % {"name": person})
    return redirect("members", slug)


def chosen_role(request):
    role = request.POST.get("role")
    if role not in dict(ROLES):
        raise BadRequest("no such role")
    return role


def members_page(request, group, form):
    role = access.role_of(request.user, group)
    found = group.memberships.full().lasting()
    if role not in access.RANKS[1:]:
        # Who only reads along sees those whose page they may see.
        found = found.filter(person__in=access.visible_people(request.user).values("pk"))
    sought = request.GET.get("q", "").strip()[:80]
    if sought:
        named = Q(person__name__icontains=sought) | Q(display_name__icontains=sought)
        found = found.filter(named)
    found = found.with_alike().select_related("person__organisation").order_by("person__name", "pk")
    about = {
        "group": group,
        "form": form,
        "sought": sought,
        "memberships": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "roles": ROLES,
        "role": role,
        "may_own": access.suffices(role, "own", group),
        "may_moderate": access.suffices(role, "moderate", group),
        "may_invite": access.suffices(role, "invite", group),
    }
    if role in access.RANKS[1:]:
        about["guests"] = guests_of(group)
    if about["may_invite"]:
        about["invitations"] = invitations_of(group)
    if about["may_moderate"]:
        about["requests"] = group.join_requests.open().select_related("person__organisation")
    return render(request, "groups/members.html", about)


def guests_of(group):
    """With their passes, and what these are to."""
    guests = group.memberships.filter(role=Role.GUEST).lasting()
    passes = access.valid_passes().select_related("stream__thread")
    return guests.select_related("person__organisation").prefetch_related(
        Prefetch("passes", passes)
    )[:PAGE]


def invitations_of(group):
    """Those to the group that wait for an answer, the newest first; a page of them."""
    waiting = group.invitations.open().filter(stream=group.stream).select_related("invited_by")
    return Paginator(waiting.order_by("-invited_at", "pk"), PAGE).get_page(1)

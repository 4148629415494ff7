"""Groups: find one, open one, decide about one, join and leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import access
from groups.forms import GroupForm
from groups.models import Group, Invitation, JoinRequest
from groups.views.lookup import get_group
from groups.views.openings import place_of_new_group
from groups.views.refusals import telling_the_last_owner
from workspace.http import throttle

PAGE = 30


@login_required
@require_safe
def groups(request):
    """My groups, those that I could join or ask to, and where I am invited or wait."""
    sought = request.GET.get("q", "").strip()[:80]
    archived = request.GET.get("archived") == "1"
    found = (
        Group.objects.visible_to(request.user)
        .at(request.host_subsite)
        .filter(name__icontains=sought, archived_at__isnull=not archived, is_small=False)
    )
    mine = request.user.memberships.lasting().values("group")
    others = found.exclude(pk__in=mine).with_member_count().order_by("name", "pk")
    requests = JoinRequest.objects.open().filter(
        person=request.user, group__in=Group.objects.visible_to(request.user)
    )
    requests = list(requests.select_related("group"))
    about = {
        "sought": sought,
        "archived": archived,
        "mine": with_waiting(found.filter(pk__in=mine).with_member_count(), request.user),
        "others": Paginator(others, PAGE).get_page(request.GET.get("page")),
        "invitations": Invitation.objects.open()
        .for_person(request.user)
        .filter(group__archived_at=None)
        .select_related("group", "invited_by"),
        "requests": requests,
        "asked_in": {asked.group_id for asked in requests},
    }
    return render(request, "groups/groups.html", about)


def with_waiting(groups, person):
    """`waiting`: how many people ask to join, where this person answers them."""
    kept = Group.objects.moderated_by(person).values("pk")
    asking = JoinRequest.objects.open().filter(group=OuterRef("pk"), group__in=kept).order_by()
    count = Subquery(asking.values("group").annotate(count=Count("pk")).values("count"))
    return groups.annotate(waiting=Coalesce(count, 0))


@login_required
def group_new(request):
    initial = {"parent": request.GET.get("parent")}
    form = GroupForm(request.POST or None, person=request.user, initial=initial)
    place = place_of_new_group(request)
    if form.is_valid():
        try:
            throttle.spend(request, "group")
            group = Group.objects.open_by(request.user, **form.cleaned_data, **place)
        except throttle.TooMany as flood:
            form.add_error(None, flood.sentence)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The group is there. Now invite people."))
            return redirect("members", group.slug)
    return render(request, "groups/group_new.html", {"form": form})


@login_required
def group_settings(request, slug):
    group = get_own(request, slug)
    form = GroupForm(request.POST or None, instance=group, person=request.user)
    if form.is_valid():
        try:
            group.describe(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The group is changed."))
            return redirect(group)
    group.refresh_from_db()
    return render(request, "groups/group_settings.html", {"group": group, "form": form})


@login_required
def group_archive(request, slug):
    """Says what it means, with how many groups below; a button does it."""
    group = get_own(request, slug)
    if request.method == "POST":
        group.archive(by=request.user)
        messages.success(request, _("The group is archived. Everything stays readable."))
        return redirect(group)
    below = [part for part in group.groups_below() if not part.is_archived]
    return render(request, "groups/group_archive.html", {"group": group, "below": len(below)})


@login_required
@require_POST
def group_restore(request, slug):
    group = get_own(request, slug)
    try:
        group.restore(by=request.user)
        messages.success(request, _("The group is in use again."))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(group)


def get_own(request, slug):
    """Where the person decides about the group. A small group has nothing to decide."""
    group = get_group(request, slug)
    if group.is_small or not access.may(request.user, "own", group):
        raise Http404
    return group


@login_required
@require_POST
def join(request, slug):
    group = get_group(request, slug)
    group.join(request.user)
    messages.success(request, _("You are now a member of %(group)s.") % {"group": group})
    return redirect(group)


@login_required
@require_POST
def leave(request, slug):
    group = get_object_or_404(Group.objects.of(request.user), slug=slug)
    if group.memberships.paused().filter(person=request.user).exists():
        messages.error(request, _("You can leave when the pause is over."))
        return redirect(group)
    with telling_the_last_owner(request):
        group.leave(request.user)
        messages.success(request, _("You are no longer a member of %(group)s.") % {"group": group})
        return redirect("groups")
    return redirect("members", slug)

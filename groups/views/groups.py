"""Groups: find one, open one, decide about one, join and leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import access
from groups.forms import GroupForm
from groups.models import Group, Invitation
from groups.views.lookup import get_group
from groups.views.refusals import telling_the_last_owner

PAGE = 30


@login_required
def groups(request):
    """My groups, the open ones that I could join, and where I am invited."""
    sought = request.GET.get("q", "").strip()[:80]
    found = Group.objects.visible_to(request.user).filter(name__icontains=sought)
    mine = Group.objects.of(request.user)
    others = found.exclude(pk__in=mine.values("pk")).with_member_count()
    about = {
        "sought": sought,
        "mine": found.filter(pk__in=mine.values("pk")).with_member_count(),
        "others": Paginator(others, PAGE).get_page(request.GET.get("page")),
        "invitations": Invitation.objects.open()
        .for_person(request.user)
        .select_related("group", "invited_by"),
    }
    return render(request, "groups/groups.html", about)


@login_required
def group_new(request):
    form = GroupForm(request.POST or None)
    if form.is_valid():
        group = Group.objects.open_by(request.user, **form.cleaned_data)
        messages.success(request, _("The group is there. Now invite people."))
        return redirect("members", group.slug)
    return render(request, "groups/group_new.html", {"form": form})


@login_required
def group_settings(request, slug):
    group = get_group(request, slug)
    if not access.may(request.user, "own", group):
        raise Http404
    form = GroupForm(request.POST or None, instance=group)
    if form.is_valid():
        group.describe(by=request.user, **form.cleaned_data)
        messages.success(request, _("The group is changed."))
        return redirect(group)
    group.refresh_from_db()
    return render(request, "groups/group_settings.html", {"group": group, "form": form})


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
    with telling_the_last_owner(request):
        group.leave(request.user)
        messages.success(request, _("You are no longer a member of %(group)s.") % {"group": group})
        return redirect("groups")
    return redirect("members", slug)

"""Running the platform, or a sub-site, without reading closed groups."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import access
from groups.forms.grounds import EnterForm
from groups.models import Membership, Role
from workspace.streams.models import Event

PAGE = 30


@login_required
@require_safe
def groups(request):
    """What running takes: name, owners, size, when something last moved, and open reports."""
    found = access.groups_run_by(request.user)
    if not (found.exists() or access.may_run_platform(request.user)):
        raise Http404
    sought = request.GET.get("q", "").strip()[:80]
    inside = Membership.objects.in_force().filter(person=request.user, group=OuterRef("pk"))
    owners = Membership.objects.filter(role=Role.OWNER).select_related("person")
    moved = Event.objects.filter(stream=OuterRef("stream")).order_by("-position")
    shown = (
        found.filter(name__icontains=sought)
        .order_by("name", "pk")
        .with_member_count()
        .annotate(
            is_inside=Exists(inside),
            entered_until=Subquery(inside.exclude(entered_for="").values("expires_at")[:1]),
            moved_at=Subquery(moved.values("recorded_at")[:1]),
            reports_count=Count("reports", filter=Q(reports__handled_at=None), distinct=True),
        )
        .prefetch_related(Prefetch("memberships", owners, to_attr="owners"))
    )
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    return render(request, "groups/platform_groups.html", {"groups": page, "sought": sought})


@login_required
@require_http_methods(["GET", "POST"])
def enter(request, pk):
    group = get_object_or_404(access.groups_run_by(request.user), pk=pk)
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        group.enter(request.user, grounds=form.cleaned_data["grounds"])
        messages.success(request, _("You are in this group for four hours. The owners know."))
        return redirect(group)
    about = {"group": group, "form": form, "may_enter": access.may(request.user, "enter", group)}
    return render(request, "groups/platform_enter.html", about, status=422 if form.errors else 200)


@login_required
@require_POST
def go_out(request, pk):
    group = get_object_or_404(access.groups_run_by(request.user), pk=pk)
    group.go_out(request.user)
    messages.success(request, _("You have left %(group)s.") % {"group": group})
    return redirect("platform_groups")

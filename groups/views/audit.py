"""The audit log: of a group, of the platform, and what was decided about oneself."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups import access
from groups.acts import label_of
from groups.models import AuditEntry
from groups.views.lookup import get_group

PAGE = 30


@login_required
@require_safe
def audit(request, slug):
    """What moderators did in a group, for its moderators and owners."""
    group = get_group(request, slug)
    if not access.groups_kept_by(request.user).filter(pk=group.pk).exists():
        raise Http404
    return _log(request, AuditEntry.objects.filter(group=group), group=group)


@login_required
@require_safe
def platform_audit(request):
    """All that was done, for who runs the platform: without the grounds, and about whom, where
    that is the business of a group."""
    if not access.may_run_platform(request.user):
        raise Http404
    return _log(request, AuditEntry.objects.all())


@login_required
@require_safe
def rulings(request):
    entries = AuditEntry.objects.filter(subject=request.user).select_related("group")
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    return render(request, "groups/rulings.html", {"entries": page})


def _log(request, entries, group=None):
    actions = entries.order_by("action").values_list("action", flat=True).distinct()
    choices = sorted(((name, label_of(name)) for name in actions), key=lambda each: str(each[1]))
    action = request.GET.get("action", "")
    if action in dict(choices):
        entries = entries.filter(action=action)
    else:
        action = ""
    known = entries.visible_to(request.user).select_related("group", "actor", "subject")
    about = {
        "group": group,
        "entries": Paginator(known, PAGE).get_page(request.GET.get("page")),
        "choices": choices,
        "action": action,
    }
    return render(request, "groups/audit.html", about)

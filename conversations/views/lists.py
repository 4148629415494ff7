"""Lists of conversations: mine, a group's, and where I am mentioned."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from conversations.models import Message, Thread
from conversations.wording import readers_label
from groups import access
from groups.models import Group
from groups.views.lookup import get_group

PAGE = 30
COMPLETIONS = 8


def page(request, queryset):
    return Paginator(queryset, PAGE).get_page(request.GET.get("page"))


@login_required
def home(request):
    threads = Thread.objects.visible_to(request.user).filter(
        group__in=Group.objects.of(request.user)
    )
    return render(
        request,
        "conversations/home.html",
        {"threads": page(request, threads.for_reader(request.user).select_related("author"))},
    )


@login_required
def group(request, slug):
    group = get_group(request, slug)
    threads = Thread.objects.filter(group=group).for_reader(request.user)
    role = access.role_of(request.user, group)
    members = group.memberships.count()
    return render(
        request,
        "conversations/group.html",
        {
            "group": group,
            "role": role,
            "members_count": members,
            "threads": page(request, threads),
            "may_start": role is not None,
            "may_join": access.may(request.user, "join", group),
            "may_invite": access.may(request.user, "invite", group),
            "readers_label": readers_label(group, members),
        },
    )


@login_required
def mentions(request):
    found = (
        Message.objects.visible_to(request.user)
        .filter(mentions__person=request.user, withdrawal=None)
        .select_related("author", "thread__group")
        .order_by("-posted_at")
    )
    return render(request, "conversations/mentions.html", {"mentioning": page(request, found)})


@login_required
def sidebar(request):
    return render(request, "conversations/sidebar.html", {"current": request.GET.get("thread")})


@login_required
def mentionable(request, slug):
    """Who can be named with an @ in this group: at most a handful, best first."""
    group = get_group(request, slug)
    typed = request.GET.get("q", "")[:50]
    people = group.members.filter(is_active=True).filter(name__icontains=typed) | (
        group.members.filter(is_active=True, handle__istartswith=typed)
    )
    return JsonResponse(
        {
            "people": [
                {"handle": person.handle, "name": person.name, "function": person.function}
                for person in people.distinct()[:COMPLETIONS]
            ],
            "none": _("Nobody in this group has that name."),
        }
    )

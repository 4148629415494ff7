"""Lists of conversations: mine, and where I am mentioned."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conversations.models import Message, Thread
from conversations.views.paging import Endless
from groups import access
from groups.subsites.hosts import standing_here
from groups.views.lookup import get_group

PAGE = 30
COMPLETIONS = 8


def page(request, queryset):
    return Paginator(queryset, PAGE).get_page(request.GET.get("page"))


@login_required
@require_safe
def home(request):
    own = Thread.objects.of(request.user).filter(standing_here(request, "group")).latest_first()
    dressed = Thread.objects.for_reader(request.user).select_related("author").latest_first()
    threads = Endless(own, PAGE, dressed=dressed).get_page(request.GET.get("page"))
    return render(request, "conversations/home.html", {"threads": threads})


@login_required
@require_safe
def mentions(request):
    found = (
        Message.objects.visible_to(request.user)
        .filter(standing_here(request, "thread__group"))
        .standing()
        .filter(mentions__person=request.user)
        .select_related("author", "thread__group")
        .order_by("-posted_at", "-pk")
    )
    return render(request, "conversations/mentions.html", {"mentioning": page(request, found)})


@login_required
@require_safe
def sidebar(request):
    return render(request, "conversations/sidebar.html", {"current": request.GET.get("thread")})


@login_required
@require_safe
def mentionable(request, slug):
    """Who can be named with an @ in this group, or in one of its conversations (`thread`): at most
    a handful, best first."""
    group = get_group(request, slug)
    typed = request.GET.get("q", "")[:50]
    known_as = (
        Q(person__name__icontains=typed)
        | Q(display_name__icontains=typed)
        | Q(person__handle__istartswith=typed)
    )
    found = _at_hand(request, group).filter(known_as).select_related("person__organisation")
    return JsonResponse(
        {
            "people": [
                {"handle": seat.person.handle, "name": seat.name, "function": seat.about}
                for seat in found[:COMPLETIONS]
            ],
            "none": _("Nobody in this group has that name."),
        }
    )


def _at_hand(request, group):
    """The memberships of those whom this person sees here: all of the group and the guests of the
    conversation; to a guest those who take part in it; to who is not in the group nobody."""
    asked = request.GET.get("thread", "")
    threads = Thread.objects.visible_to(request.user).filter(group=group)
    thread = (
        threads.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    )
    role = access.role_of(request.user, thread or group)
    seats = group.memberships.in_force().filter(person__is_active=True)
    brought = access.valid_passes().filter(stream=thread.stream_id if thread else None)
    guests = Q(pk__in=brought.values("membership"))
    if role not in (None, "guest"):
        return seats.filter(~Q(role="guest") | guests)
    if role == "guest" and thread:
        return seats.filter(guests | Q(person__in=thread.messages.order_by().values("author")))
    return seats.none()

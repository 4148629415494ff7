"""Someone's own tasks, across groups, and the address of their calendar."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from conversations.outcomes.tasks.ical import calendar
from conversations.outcomes.tasks.models import Feed, Task
from conversations.outcomes.tasks.overview import MOST, by_when
from groups.models import Subsite
from groups.subsites.facilities import facility
from groups.subsites.hosts import standing_here


def own(person):
    """What this person does or owns, where tasks are not switched off."""
    off = Subsite.objects.without("tasks")
    return Task.objects.involving(person).exclude(message__thread__group__subsite__in=off)


@login_required
@facility("tasks")
@require_GET
def tasks(request):
    here = standing_here(request, "message__thread__group")
    found = own(request.user).filter(here).unfinished().for_lists().soonest_first()
    parts = by_when(found[:MOST], request.user)
    return render(request, "tasks/mine.html", {"parts": parts})


@login_required
@require_http_methods(["GET", "POST"])
def feed(request):
    """The address for a calendar program: made, replaced by another one, given up."""
    verb = request.POST.get("verb")
    if verb == "renew":
        Feed.objects.renew(request.user)
    elif verb == "end":
        Feed.objects.filter(person=request.user).delete()
    if request.method == "POST":
        return redirect("task_feed")
    found = Feed.objects.filter(person=request.user).first()
    return render(request, "tasks/feed.html", {"feed": found})


@require_GET
def feed_file(request, token):
    """Whoever has the address gets what its owner may read at this moment."""
    feed = Feed.objects.at(token)
    if feed is None:
        raise Http404
    with override(feed.person.language):
        return calendar(own(feed.person).unfinished(), _("My tasks"))

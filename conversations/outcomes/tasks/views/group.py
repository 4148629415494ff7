"""The tasks of a group: as a list, on a board, and who does what."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from conversations.outcomes.tasks import overview
from conversations.outcomes.tasks.filters import TaskFilter
from conversations.outcomes.tasks.ical import calendar
from conversations.outcomes.tasks.models import Task
from conversations.outcomes.tasks.spreadsheet import spreadsheet
from conversations.outcomes.tasks.views.lookup import get_place
from groups.views.lookup import public

PAGE = 50


def tasks_of(request, group):
    return Task.objects.visible_to(request.user).in_group(group)


@public
@require_GET
def register(request, slug):
    group = get_place(request, slug)
    chosen = TaskFilter(request.GET, tasks=tasks_of(request, group))
    found = chosen.found().for_lists().soonest_first()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    about = {"group": group, "filter": chosen, "page": page, "view": "list"}
    return render(request, "tasks/register.html", about)


@public
@require_GET
def board(request, slug):
    group = get_place(request, slug)
    columns = overview.board(tasks_of(request, group).for_lists())
    about = {"group": group, "columns": columns, "view": "board"}
    return render(request, "tasks/board.html", about)


@public
@require_GET
def people(request, slug):
    group = get_place(request, slug)
    matrix = overview.who_does_what(tasks_of(request, group).for_lists(), request.user)
    about = {"group": group, "matrix": matrix, "view": "people"}
    return render(request, "tasks/people.html", about)


@public
@require_GET
def export(request, slug, form):
    """What the list shows with the same filter, as a file."""
    group = get_place(request, slug)
    found = TaskFilter(request.GET, tasks=tasks_of(request, group)).found()
    if form == "csv":
        return spreadsheet(found, f"{group.slug}-{timezone.localdate():%Y-%m-%d}")
    if form == "ics":
        return calendar(found, group.name)
    raise Http404

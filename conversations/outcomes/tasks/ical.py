"""Tasks for calendar programs: iCalendar (RFC 5545) with a VTODO for each, and a VEVENT on its day
for programs that show no to-dos."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Todo, vUri

from conversations.outcomes.tasks.models.doing import FINISHED, Status

MOST = 1000
STATUS = {
    Status.OPEN: "NEEDS-ACTION",
    Status.IN_PROGRESS: "IN-PROCESS",
    Status.WAITING: "NEEDS-ACTION",
    Status.DONE: "COMPLETED",
    Status.DROPPED: "CANCELLED",
}


def calendar(tasks, name):
    """A response with at most MOST of these tasks (a queryset)."""
    made = Calendar()
    made.add("prodid", "-//Beraad//NONSGML tasks//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for task in tasks.with_place().soonest_first()[:MOST]:
        made.add_component(todo(task))
        if task.due_on and task.status not in FINISHED:
            made.add_component(event(task))
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def todo(task):
    item = _described(Todo(), task, "task")
    item.add("status", STATUS[task.status])
    if task.due_on:
        item.add("due", task.due_on)
    if task.status == Status.DONE:
        item.add("completed", task.finished_at)
    if task.checklist:
        item.add("percent-complete", round(100 * task.ticked / len(task.checklist)))
    return item


def event(task):
    """A day that is not taken by it."""
    item = _described(Event(), task, "day")
    item.add("dtstart", task.due_on)
    item.add("dtend", task.due_on + timedelta(days=1))
    item.add("transp", "TRANSPARENT")
    return item


def _described(item, task, what):
    url = settings.SITE_URL + task.get_absolute_url()
    item.add("uid", f"{what}-{task.pk}@{urlsplit(settings.SITE_URL).hostname}")
    item.add("dtstamp", task.message.edited_at or task.created_at)
    item.add("summary", task.title)
    about = {"subject": task.thread.subject, "group": task.group.name, "url": url}
    item.add("description", _("In “%(subject)s”, %(group)s\n%(url)s") % about)
    item["url"] = vUri(url)
    return item

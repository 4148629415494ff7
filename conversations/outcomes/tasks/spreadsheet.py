"""A group's tasks as comma-separated values (RFC 4180), for a spreadsheet."""

from django.conf import settings
from django.utils.translation import gettext as _

from conversations.export.tables import csv_response

MOST = 10_000


def spreadsheet(tasks, name):
    """A response with at most MOST of these tasks (a queryset)."""
    heading = [
        _("Task"), _("Status"), _("To be done by"), _("Who sees to it"), _("Who does it"),
        _("Checklist"), _("Conversation"), _("Made on"), _("Finished on"), _("Address"),
    ]  # fmt: skip
    found = tasks.for_lists().soonest_first()[:MOST]
    return csv_response([heading, *map(cells, found)], name)


def cells(task):
    people = ", ".join(assignment.name for assignment in task.assignments.all())
    progress = f"{task.ticked}/{len(task.checklist)}" if task.checklist else ""
    return [
        task.title, task.state_label, task.due_on or "", task.owner_name, people, progress,
        task.thread.subject, task.created_at.date(), task.finished_at and task.finished_at.date(),
        settings.SITE_URL + task.get_absolute_url(),
    ]  # fmt: skip

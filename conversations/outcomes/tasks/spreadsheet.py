"""A group's tasks as comma-separated values (RFC 4180), for a spreadsheet."""

import csv

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

MOST = 10_000
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet(tasks, name):
    """A response with at most MOST of these tasks (a queryset)."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")  # so that Excel knows that it is UTF-8
    rows = csv.writer(response)
    rows.writerow(
        [
            _("Task"), _("Status"), _("To be done by"), _("Who sees to it"), _("Who does it"),
            _("Checklist"), _("Conversation"), _("Made on"), _("Finished on"), _("Address"),
        ]
    )  # fmt: skip
    for task in tasks.for_lists().soonest_first()[:MOST]:
        rows.writerow([plain(cell) for cell in cells(task)])
    return response


def cells(task):
    people = ", ".join(assignment.name for assignment in task.assignments.all())
    progress = f"{task.ticked}/{len(task.checklist)}" if task.checklist else ""
    return [
        task.title, task.state_label, task.due_on or "", task.owner_name, people, progress,
        task.thread.subject, task.created_at.date(), task.finished_at and task.finished_at.date(),
        settings.SITE_URL + task.get_absolute_url(),
    ]  # fmt: skip


def plain(cell):
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text

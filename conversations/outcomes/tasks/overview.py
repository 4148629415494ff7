"""Tasks beside each other: my own by when, a group's by status, and who does what."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.outcomes.tasks.models.doing import Status

MOST = 300  # tasks on one page
DONE_SHOWN = 20
PEOPLE_SHOWN = 30
# The columns of a board: where a task goes back to from each, and on to.
COLUMNS = {
    Status.OPEN: (None, [Status.IN_PROGRESS, Status.DONE]),
    Status.IN_PROGRESS: (Status.OPEN, [Status.WAITING, Status.DONE]),
    Status.WAITING: (Status.IN_PROGRESS, [Status.DONE]),
    Status.DONE: (Status.OPEN, []),
}


@dataclass
class Part:
    """A heading, and the tasks under it."""

    key: str
    title: str
    tasks: list = field(default_factory=list)


def by_when(tasks, person):
    """[Part] of someone's unfinished tasks, without the empty ones: what is late stands under
    today, what they own and others do at the end."""
    parts = {
        "today": Part("today", _("Today")),
        "week": Part("week", _("The coming week")),
        "later": Part("later", _("Later")),
        "waiting": Part("waiting", _("Waiting")),
        "undated": Part("undated", _("Without a date")),
        "others": Part("others", _("You see to it, others do it")),
    }
    today = timezone.localdate()
    for task in tasks:
        parts[_when(task, person, today)].tasks.append(task)
    return [part for part in parts.values() if part.tasks]


def _when(task, person, today):
    people = {assignment.person_id for assignment in task.assignments.all()}
    if people and person.pk not in people:
        return "others"
    if task.status == Status.WAITING:
        return "waiting"
    if task.due_on is None:
        return "undated"
    if task.due_on <= today:
        return "today"
    return "week" if task.due_on <= today + timedelta(days=7) else "later"


@dataclass
class Column(Part):
    """Of a board; `back` and `on` are the statuses that a task can be moved to."""

    back: Status | None = None
    on: list[Status] = field(default_factory=list)


def board(tasks):
    """[Column] of a group's tasks (a queryset), what was finished last under done."""
    columns = {
        status: Column(status, status.label, back=back, on=on)
        for status, (back, on) in COLUMNS.items()
    }
    for task in tasks.unfinished().soonest_first()[:MOST]:
        columns[Status(task.status)].tasks.append(task)
    done = tasks.filter(status=Status.DONE).order_by("-finished_at", "-pk")
    columns[Status.DONE].tasks = list(done[:DONE_SHOWN])
    return list(columns.values())


@dataclass
class Row:
    """A conversation: the tasks that need people, and those of each person in the heading."""

    thread: object
    free: list
    cells: list


@dataclass
class Matrix:
    people: list  # (person's key, name)
    rows: list
    hidden: int  # how many more people do something


def who_does_what(tasks, person):
    """The conversations of a group × the people who do something in them: oneself first, then who
    does most. `tasks` is a queryset."""
    names, counts, threads = {}, {}, {}
    for task in tasks.unfinished().soonest_first()[:MOST]:
        free, cells = threads.setdefault(task.thread, ([], {}))
        if task.has_room:
            free.append(task)
        for assignment in task.assignments.all():
            key = assignment.person_id
            names[key] = assignment.name
            counts[key] = counts.get(key, 0) + 1
            cells.setdefault(key, []).append(task)
    if person.is_authenticated:
        names.setdefault(person.pk, person.name)
    order = sorted(names, key=lambda key: (key != person.pk, -counts.get(key, 0), names[key]))
    shown = order[:PEOPLE_SHOWN]
    rows = [
        Row(thread, free, [(key, names[key], cells.get(key, [])) for key in shown])
        for thread, (free, cells) in threads.items()
    ]
    people = [(key, names[key]) for key in shown]
    return Matrix(people, rows, len(order) - len(shown))

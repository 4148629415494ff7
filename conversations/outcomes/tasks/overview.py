"""Tasks beside each other: my own by when, a group's by status, and who does what."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.outcomes.tasks.models.doing import Status

MOST = 300  # tasks on one page
DONE_SHOWN = 20
PEOPLE_SHOWN = 30
COLUMNS = [Status.OPEN, Status.IN_PROGRESS, Status.WAITING, Status.DONE]


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
        "week": Part("week", _("This week")),
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
    sunday = today + timedelta(days=6 - today.weekday())
    return "week" if task.due_on <= sunday else "later"


@dataclass
class Column(Part):
    """Of a board; `left` and `right` are the statuses beside it."""

    left: Status | None = None
    right: Status | None = None


def board(tasks):
    """[Column] of a group's tasks (a queryset), what was finished last under done."""
    columns = {
        status: Column(
            status, status.label,
            left=COLUMNS[place - 1] if place else None,
            right=COLUMNS[place + 1] if place + 1 < len(COLUMNS) else None,
        )
        for place, status in enumerate(COLUMNS)
    }  # fmt: skip
    for task in tasks.unfinished().soonest_first()[:MOST]:
        columns[Status(task.status)].tasks.append(task)
    done = tasks.filter(status=Status.DONE).order_by("-finished_at")
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

"""The list of groups and conversations beside every page."""

from itertools import groupby

from django.db.models import F, FilteredRelation, Q, Value, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.functional import SimpleLazyObject

THREADS_PER_GROUP = 6
FIELDS = {
    "pk": "group__threads__pk",
    "subject": "group__threads__subject",
    "stream": "group__threads__stream",
    "entries": "group__threads__stream__entries",
    "closed": "group__threads__closure",
}


def sidebar(request):
    """Context processor; the query runs only where a template shows the list."""
    return {"sidebar": SimpleLazyObject(lambda: groups_of(request.user))}


def groups_of(person):
    """The person's groups with their latest threads: one query.

    [{"group": {"name", "slug", "reading"}, "stream", "position", "threads": [{"pk", "subject",
    "stream", "entries", "read_to", "unread", "attention", "closed"}]}]
    """
    if not person.is_authenticated:
        return []
    rows = _rows(person)
    groups = []
    for _group, members in groupby(rows, key=lambda row: row["group__slug"]):
        members = list(members)
        first = members[0]
        groups.append(
            {
                "group": {key: first[f"group__{key}"] for key in ("name", "slug", "reading")},
                "stream": first["group__stream"],
                "position": first["group__stream__position"],
                "threads": [_thread(row) for row in members if row["thread_pk"]],
            }
        )
    return groups


def _rows(person):
    latest = Window(
        RowNumber(), partition_by="group", order_by=F("group__threads__last_posted_at").desc()
    )
    own = FilteredRelation(
        "group__threads__participations",
        condition=Q(group__threads__participations__person=person.pk),
    )
    return (
        person.memberships.annotate(own=own)
        .annotate(
            read_to=Coalesce("own__read_to", 0),
            attention=Coalesce("own__attention", Value("")),
            latest=latest,
            **{f"thread_{name}": F(path) for name, path in FIELDS.items()},
        )
        .filter(latest__lte=THREADS_PER_GROUP)
        .order_by("group__name", "group", "latest")
        .values(
            "group__name", "group__slug", "group__reading", "group__stream",
            "group__stream__position", "read_to",
            "attention", *(f"thread_{name}" for name in FIELDS),
        )
    )  # fmt: skip


def _thread(row):
    thread = {name: row[f"thread_{name}"] for name in FIELDS}
    thread |= {"read_to": row["read_to"], "attention": row["attention"]}
    thread["unread"] = max(0, thread["entries"] - row["read_to"])
    return thread

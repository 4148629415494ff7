"""The groups and conversations beside every page: those where something was said last."""

from itertools import groupby
from operator import itemgetter

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    Field,
    FilteredRelation,
    Q,
    Value,
    When,
    Window,
)  # fmt: skip
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import SimpleLazyObject

from conversations.models import Thread
from groups import access
from groups.composed import the_one
from groups.models import Membership, Role
from groups.subsites.hosts import standing_here

MOST_GROUPS = 20
THREADS_PER_GROUP = 6
GROUP = ("name", "slug", "reading", "is_small", "stream")
THREAD = {
    "entries": F("stream__entries"),
    "closed": F("closure"),
    "read_to": Coalesce("own__read_to", 0),
    "attention": Coalesce("own__attention", Value("")),
}


def sidebar(request):
    """Context processor; the queries run only where a template shows the list."""
    return {
        "sidebar": SimpleLazyObject(lambda: beside(request.user, standing_here(request, "group")))
    }


def beside(person, *where):
    """What stands beside the pages of a person, in two queries however many groups there are;
    `where` are conditions on their memberships.

    {"groups", "small": [{"name", "slug", "reading", "may_start", "stream", "position", "threads":
    [{"pk", "subject", "stream", "entries", "read_to", "unread", "attention", "closed"}]}],
    "total", "has_more"}

    In the order of the alphabet, so that a group keeps its place while it is busy.
    """
    groups = sorted(_groups(person, *where), key=lambda group: group["name"].casefold())
    threads = _threads(person, {group["group"]: group["last_shown"] for group in groups})
    for group in groups:
        group["threads"] = threads.get(group["group"], [])
    return {
        "groups": [group for group in groups if not group["is_small"]],
        "small": [group for group in groups if group["is_small"]],
        "total": (total := groups[0]["total"] if groups else 0),
        "has_more": total > len(groups),
    }


def _groups(person, *where):
    """The groups in use where something was said last, or that the person joined last."""
    own = access.memberships_of(person).filter(*where, group__archived_at=None).order_by()
    rows = own.annotate(
        last_moved=Coalesce(_last_moment(person.pk, "group", "role"), "joined_at"),
        last_shown=_last_shown(person.pk, "group", "role"),
        total=Window(Count("*")),
        names=Case(When(group__is_small=True, then=_names_of_others(person.pk, "group"))),
        position=F("group__stream__position"),
        **{name: F(f"group__{name}") for name in GROUP},
    ).order_by("-last_moved", "-group_id")[:MOST_GROUPS]
    more = "group", "role", "total", "names", "position", "last_shown"
    return [_named(row) for row in rows.values(*more, *GROUP)]


def _named(row):
    """A small group goes by the names of the others in it."""
    names = ", ".join(sorted((row.pop("names") or "").split("\n")))
    return row | {"name": names or row["name"], "may_start": row["role"] != Role.GUEST}


@the_one(CharField())
def _names_of_others(person, group):
    others = Membership.objects.full().filter(group=group).exclude(person=person)
    name = Coalesce(NullIf("display_name", Value("")), "person__name")
    return others.order_by().values("group").annotate(names=Lines(name)).values("names")


class Lines(Aggregate):
    """Texts of one line each, below each other."""

    function = "STRING_AGG"
    output_field = CharField()

    def __init__(self, text):
        super().__init__(text, Value("\n"))

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def _threads(person, groups):
    """{group: its threads since a moment}, of {group: moment}; None is all of its threads."""
    if not groups:
        return {}
    since = [
        Q(group=group, **{"last_posted_at__gte": moment} if moment else {})
        for group, moment in groups.items()
    ]
    own = FilteredRelation("participations", condition=Q(participations__person=person.pk))
    rows = (
        Thread.objects.of(person)
        .filter(Q(*since, _connector=Q.OR))
        .annotate(own=own)
        .order_by("group_id", "-last_posted_at", "-pk")
        .values("pk", "group", "subject", "stream", **THREAD)
    )
    return {
        group: [_thread(row) for row in list(of_group)[:THREADS_PER_GROUP]]
        for group, of_group in groupby(rows, itemgetter("group"))
    }


@the_one(DateTimeField())
def _last_moment(person, group, role):
    return _moments(person, group, role)[:1]


@the_one(DateTimeField())
def _last_shown(person, group, role):
    """Since when something was posted to the conversations that are shown; NULL is always."""
    return _moments(person, group, role)[THREADS_PER_GROUP - 1 : THREADS_PER_GROUP]


def _moments(person, group, role):
    """When the latest conversations for a membership were last posted to."""
    own = Thread.objects.filter(access.is_reached(person, Value(role, Field())), group=group)
    return own.order_by("-last_posted_at").values("last_posted_at")


def _thread(row):
    return row | {"unread": max(0, row["entries"] - row["read_to"])}

"""The desk: what waits for those who keep order, in one group or in all of theirs."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from conversations.models import Appeal, Delivery, Held, Report
from groups import access
from groups.models import JoinRequest

SHOWN = 50


def desks_of(person):
    """The groups in which a person keeps order, with `waiting`: how much there is to do for them.
    One query."""
    waiting = (
        _count(Held.objects.open(), "thread__group")
        + _count(Delivery.objects.for_moderators(), "group")
        + _count(Report.objects.open().shown_to(person), "group")
        + _count(JoinRequest.objects.open(), "group")
        + _count(Appeal.objects.for_judge(person), "group")
    )
    return access.groups_kept_by(person).select_related("desk").annotate(waiting=waiting)


def _count(items, group):
    counts = items.filter(**{group: OuterRef("pk")}).order_by().values(group)
    return Coalesce(Subquery(counts.annotate(count=Count("pk")).values("count")), 0)


@dataclass
class Desk:
    """At most SHOWN of each, those that wait longest first. `reports` are lists of reports about
    the same thing."""

    held: list
    mails: list
    reports: list
    requests: list
    appeals: list

    def __bool__(self):
        return bool(self.held or self.mails or self.reports or self.requests or self.appeals)


def desk(person, group=None):
    """What waits for this person in a group, or in all where they keep order."""
    groups = access.groups_kept_by(person)
    appeals = Appeal.objects.for_judge(person)
    if group:
        groups, appeals = groups.filter(pk=group.pk), appeals.filter(group=group)
    groups = groups.values("pk")
    held = Held.objects.open().filter(thread__group__in=groups)
    held = held.select_related("author", "thread__group", "thread__stream")
    mails = Delivery.objects.for_moderators().filter(group__in=groups).order_by("pk")
    reports = Report.objects.open().shown_to(person).filter(group__in=groups)
    requests = JoinRequest.objects.open().filter(group__in=groups).select_related("person", "group")
    appeals = appeals.select_related("by", "entry", "group")
    return Desk(
        list(held[:SHOWN]), list(mails.select_related("group", "thread")[:SHOWN]),
        _alike(with_thing(reports)), list(requests[:SHOWN]), list(appeals[:SHOWN]),
    )  # fmt: skip


def with_thing(reports):
    return reports.select_related(
        "group", "by", "person", "thread", "attachment", "message__author", "message__thread",
        "message__removal", "message__withdrawal",
    )  # fmt: skip


def _alike(reports):
    """The same thing was perhaps reported more than once: one list for each thing."""
    alike = {}
    for report in reports.order_by("at", "pk")[:SHOWN]:
        alike.setdefault(_thing_of(report), []).append(report)
    return list(alike.values())


def _thing_of(report):
    return report.group_id, *sorted(report.about.items())

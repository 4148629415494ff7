"""The register: the decisions of a group, and of all groups of a person; as pages and as files."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from conversations.export.tables import csv_response, ods_response
from conversations.outcomes.decisions.exports.calendars import ics_response, whole_day
from conversations.outcomes.decisions.exports.register import table
from conversations.outcomes.decisions.forms import RegisterForm
from conversations.outcomes.decisions.models import Decision, State
from groups import access
from groups.models import Subsite
from groups.subsites.facilities import facility, has
from groups.subsites.hosts import standing_here
from groups.views.lookup import get_group, public

PAGE = 40
MOST_ROWS = 2000  # of a file
MOST_WAITING = 20


@login_required
@require_GET
@facility("decisions")
def decisions(request):
    """Those of one's own groups: first what asks for an answer."""
    place = "message__thread__group"
    switched_off = Subsite.objects.without("decisions")
    found = Decision.objects.of(request.user).filter(standing_here(request, place))
    found = found.exclude(**{f"{place}__subsite__in": switched_off})
    waiting = found.awaiting(request.user).with_place().order_by("closes_at", "pk")
    return _register(request, found, "besluiten", waiting=waiting[:MOST_WAITING])


@public
@require_GET
@facility("decisions")
def group_decisions(request, slug):
    group = get_group(request, slug)
    reads = access.groups_read_by(request.user).filter(pk=group.pk).exists()
    if not (reads or access.role_of(request.user, group)) or not has(group.subsite, "decisions"):
        raise Http404
    found = Decision.objects.visible_to(request.user).in_group(group)
    return _register(request, found, f"besluiten-{group.slug}", group=group)


def _register(request, decisions, name, **about):
    years = [day.year for day in decisions.dates("created_at", "year", order="DESC")]
    form = RegisterForm(request.GET, years=years)
    found = form.found(decisions).order_by("-created_at", "-pk")
    if (kind := request.GET.get("as")) in FILES:
        return FILES[kind](found, name)
    page = Paginator(found.with_place(), PAGE).get_page(request.GET.get("page"))
    return render(request, "decisions/register.html", {"form": form, "page": page} | about)


def _csv(decisions, name):
    return csv_response(table(_whole(decisions)), name)


def _ods(decisions, name):
    return ods_response(table(_whole(decisions)), name)


def _whole(decisions):
    """With all that a row of a file names, in a fixed number of queries."""
    related = decisions.with_place().select_related("chosen")
    return related.prefetch_related("carriers")[:MOST_ROWS]


def _ics(decisions, name):
    """The review dates of what is in force."""
    due = decisions.filter(state=State.ADOPTED).exclude(review_on=None).order_by("review_on", "pk")
    events = [
        whole_day(decision, decision.review_on, _("Look again: %(title)s") % {"title": decision})
        for decision in due[:MOST_ROWS]
    ]
    return ics_response(events, name)


FILES = {"csv": _csv, "ods": _ods, "ics": _ics}

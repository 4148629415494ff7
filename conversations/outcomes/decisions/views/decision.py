"""The page of a decision, and what it looked like before."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from conversations.kinds import outcome_kinds
from conversations.outcomes.decisions.exports.calendars import ics_response, meeting
from conversations.outcomes.decisions.models import Decision, Method, State
from conversations.outcomes.decisions.recount import recount
from conversations.outcomes.decisions.wording import versions
from conversations.views.outcomes import get_outcome
from groups import access
from groups.views.lookup import public

MOST_NAMED = 200
MOST_VERSIONS = 30


@public
@require_GET
def decision(request, pk):
    return show(request, current(request, pk))


def current(request, pk):
    """The decision as the clock has it."""
    decision = get_outcome(request, Decision, pk)
    decision.settle()
    return decision


def show(request, decision, status=200):
    person = request.user
    may_post = access.may(person, "post", decision)
    sees = decision.shows_result_to(person)
    options = list(decision.options.all())
    ballots = decision.ballots_for(person)
    now = _some(decision, ballots.filter(version=decision.version))
    silent = decision.voters.filter(has_answered=False).select_related("person", "proxy")
    replaced_by = Decision.objects.visible_to(person).filter(replaces=decision)
    about = {
        "outcome": decision,
        "sources": decision.sources_for(person),
        "sees": sees,
        "options": {option.number: option for option in options},
        "ballots": now,
        "is_cut": sees and len(now) == MOST_NAMED < decision.answered,
        "earlier": _some(decision, ballots.exclude(version=decision.version)),
        "silent": silent[:MOST_NAMED] if sees and not decision.is_secret else [],
        "recount": recount(decision) if sees else None,
        "carriers": decision.carriers.all(),
        "replaces": Decision.objects.visible_to(person)
        .filter(pk=decision.replaces_id or 0)
        .first(),
        "replaced_by": replaced_by.first() if decision.state == State.REPLACED else None,
        "votes": votes(decision, person) if may_post else [],
        "proxy_voter": decision.voter(person) if may_post and decision.has_proxies else None,
        "takes_answers": takes_answers(decision),
        "others": [config for kind, config in outcome_kinds().items() if kind != decision.kind],
        "may_post": may_post,
        "may_steer": may_post and access.may(person, "steer", decision),
    }
    return render(request, "decisions/decision.html", about, status=status)


def _some(decision, ballots):
    """As many as a page can bear, each with its decision."""
    some = list(ballots[:MOST_NAMED])
    for ballot in some:
        ballot.decision = decision
    return some


def takes_answers(decision):
    """What was decided elsewhere takes agreement and reservations as long as it is in force."""
    recorded = decision.method == Method.RECORDED and decision.state == State.ADOPTED
    return recorded or decision.is_open


def votes(decision, person):
    """What this person can answer or did answer: [(voter, ballot or None)], their own first."""
    voters = decision.votes_for(person)
    if decision.is_secret:
        return [(voter, None) for voter in voters]
    ballots = decision.ballots.filter(version=decision.version)
    given = {
        ballot.person_id: ballot
        for ballot in ballots.filter(person__in=[voter.person_id for voter in voters])
    }
    for ballot in given.values():
        ballot.decision = decision
    return [(voter, given.get(voter.person_id)) for voter in voters]


@public
@require_GET
def earlier(request, pk):
    """Its earlier words, and what was changed in them."""
    decision = get_outcome(request, Decision, pk)
    about = {"outcome": decision, "versions": versions(decision)[:MOST_VERSIONS]}
    return render(request, "decisions/versions.html", about)


@public
@require_GET
def moment(request, pk):
    """The moment that was found, for someone's own calendar."""
    decision = current(request, pk)
    chosen = decision.chosen
    if chosen is None or chosen.starts_at is None:
        raise Http404
    event = meeting(decision, chosen.starts_at, chosen.ends_at, decision.title)
    return ics_response([event], f"besluit-{decision.pk}")

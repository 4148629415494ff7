"""A secret vote: whoever has the whole database cannot tell who voted what."""

import json

import pytest
from django.core import serializers
from django_tasks_db.models import DBTaskResult

from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.decisions.models.errors import Final
from tests.conftest import person
from tests.decisions.conftest import labels

pytestmark = pytest.mark.django_db


@pytest.fixture
def voters(water):
    """Five members besides the three."""
    people = [person(f"{name} Kiezer", "Gemeente") for name in ("Ad", "Bo", "Cas", "Dirk", "Eef")]
    for each in people:
        water.admit(each)
    return people


def traces(decision):
    """Every row that a vote could leave something in, but for the moments of events: those tell
    when someone voted, and not what."""
    about = [
        Decision.objects.filter(pk=decision.pk),
        decision.voters.order_by("pk"),
        decision.ballots.all(),
        decision.thread.stream.events.filter(data__message=decision.message_id),
        DBTaskResult.objects.filter(args_kwargs__args__0=decision.pk),
    ]
    rows = json.loads(serializers.serialize("json", [row for rows in about for row in rows]))
    own = {"message", "created_at", "decision", "recorded_at", "position", "data"}
    return [
        {name: value for name, value in row["fields"].items() if name not in own} for row in rows
    ]


def test_who_voted_what_leaves_no_trace(propose, voters):
    """Two people vote, in either order, for either option: the same rows stay behind."""
    ad, bo, *_others = voters
    left = []
    for votes in [[(ad, 1), (bo, 2)], [(ad, 2), (bo, 1)], [(bo, 1), (ad, 2)]]:
        decision = propose(options=labels("Oost", "West"), is_secret=True)
        for who, number in votes:
            decision.cast(who, [number])
        left.append(traces(decision))
    assert left[0] == left[1] == left[2]
    assert sum(row.get("has_answered", False) for row in left[0]) == 2


def test_the_log_of_a_secret_vote_names_nobody(propose, voters, mobility):
    decision = propose(options=labels("Oost", "West"), is_secret=True)
    before = mobility.stream.events.last().position
    for each in voters:
        decision.cast(each, [1])
    events = mobility.stream.events.filter(position__gt=before)
    assert [(event.actor, event.data) for event in events] == [
        (None, {"message": decision.message_id})
    ] * len(voters)


def test_the_urn_is_in_the_order_of_what_the_ballots_say(propose, voters):
    decision = propose("ranked", options=labels("Oost", "West", "Noord"), is_secret=True)
    for each, ranking in zip(voters, ([3, 1], [1], [2, 3, 1], [1, 2], [3]), strict=True):
        decision.cast(each, ranking)
    urn = Decision.objects.get(pk=decision.pk).urn
    assert urn == sorted(urn, key=lambda said: json.dumps(said, sort_keys=True))
    assert len(urn) == len(voters)


def test_nobody_sees_a_secret_count_before_closing_and_nobody_a_ballot_ever(
    propose, voters, anna, daan
):
    decision = propose(is_secret=True, results="always", may_change=True, reasons="always")
    for each in voters:
        decision.cast(each, [1])
    assert (decision.results, decision.reasons, decision.may_change) == ("closed", "never", False)
    assert (decision.answered, decision.tally, decision.result) == (5, {}, None)
    assert not decision.shows_result_to(voters[0])
    assert decision.ballot_of(voters[0]) is None
    with pytest.raises(Final):
        decision.cast(voters[0], [1])
    decision.close(anna)
    assert (decision.tally, decision.state) == ({"1": 5}, "adopted")
    assert not decision.ballots_for(daan).exists()


def test_a_proxy_votes_in_secret_once_for_each(propose, anna, daan, samira):
    decision = propose(is_secret=True, has_proxies=True)
    decision.give_proxy(samira, daan)
    decision.cast(daan, [1])
    decision.cast(daan, [2], on_behalf_of=samira)
    with pytest.raises(Final):
        decision.cast(daan, [1], on_behalf_of=samira)
    decision.close(anna)
    assert decision.tally == {"1": 1, "2": 1}

"""Answering: who can, what, how often, for whom; and who comes and goes meanwhile."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.decisions.models.errors import (
    Amended,
    Circle,
    Final,
    Forged,
    NotAsked,
    NotNow,
    NotOpen,
    NotYours,
    ReasonNeeded,
    Represented,
    TooLong,
)
from groups.access import MayNot
from groups.models import Role
from tests.decisions import references
from tests.decisions.conftest import labels, tomorrow

pytestmark = pytest.mark.django_db


def test_the_same_answer_again_is_one_answer_and_another_replaces_it(propose, daan, mobility):
    decision = propose(options=labels("Oost", "West"))
    said = mobility.messages.count()
    for answer in ([1], [1], [2]):
        decision.cast(daan, answer)
    assert (decision.answered, decision.tally) == (1, {"2": 1})
    assert decision.ballots.get().answer == {"options": [2]}
    assert mobility.messages.count() == said  # the card moves, nobody is told


def test_where_an_answer_stands_it_stands(propose, daan):
    decision = propose(may_change=False)
    decision.cast(daan, [1])
    decision.cast(daan, [1])
    with pytest.raises(Final):
        decision.cast(daan, [3])


def test_who_was_not_asked_cannot_answer(propose, water, carla, samira):
    decision = propose(audience="named", people=[samira])
    with pytest.raises(MayNot):
        decision.cast(carla, [1])
    water.admit(carla, role=Role.MEMBER)
    with pytest.raises(NotAsked):
        decision.cast(carla, [1])


def test_who_left_cannot_answer_any_more_and_what_they_answered_stays(propose, water, samira, daan):
    decision = propose(basis="asked", threshold="two_thirds")
    decision.cast(samira, [1])
    water.leave(samira)
    with pytest.raises(MayNot):
        decision.cast(samira, [2])
    decision.cast(daan, [1])
    decision.close(daan)
    assert (decision.state, decision.result["support"], decision.result["basis"]) == (
        "adopted", 2, 3,
    )  # fmt: skip


@pytest.mark.parametrize("answer", [[9], [1, 2], [], "1", {1: 5}, [float("nan")]])
def test_a_forged_ballot_is_not_kept(propose, daan, answer):
    decision = propose()
    with pytest.raises(Forged):
        decision.cast(daan, answer)
    assert not decision.ballots.exists()


def test_reasons_are_asked_for_as_it_was_set(propose, daan, samira):
    never, objection = propose(reasons="never"), propose()
    always = propose("consensus", reasons="always")
    never.cast(daan, [2])
    objection.cast(daan, [1])
    for decision, answer in [(objection, [2]), (always, "agree"), (propose("consent"), "object")]:
        with pytest.raises(ReasonNeeded):
            decision.cast(samira, answer, "  ")
    with pytest.raises(TooLong):
        always.cast(samira, "agree", "x" * 5001)
    objection.cast(samira, [2], "Te duur")
    assert objection.ballots.get(person=samira).is_objection


def test_nothing_is_answered_after_closing_even_if_the_worker_sleeps(propose, past, daan, samira):
    decision = propose(closes_at=tomorrow())
    decision.cast(daan, [1])
    decision = past(decision, "closes_at")
    assert (decision.shown_state, decision.is_open) == ("closed", False)
    assert decision in Decision.objects.with_state("closed")
    with pytest.raises(NotOpen):
        decision.cast(samira, [2], "Te laat")
    assert Decision.objects.get().state == "adopted"


def test_a_card_that_was_taken_away_takes_no_answers(propose, daan, samira):
    decision = propose()
    decision.message.hide(daan, "Niet hier")
    with pytest.raises(NotOpen):
        decision.cast(samira, [1])


def test_a_withdrawn_option_counts_no_more(propose, anna, daan, samira):
    decision = propose(options=labels("Oost", "West", "Noord"), max_choices=2)
    decision.cast(daan, [1, 3])
    decision.cast(samira, [3])
    decision.withdraw_option(anna, decision.options.get(number=3))
    assert decision.tally == {"1": 1}
    with pytest.raises(Forged):
        decision.cast(anna, [3])
    with pytest.raises(NotNow):
        decision.withdraw_option(anna, decision.options.get(number=2))
    decision.cast(daan, [2])
    decision.close(anna)
    assert (decision.tally, str(decision.chosen)) == ({"2": 1}, "West")


def test_an_amendment_asks_everyone_again_and_what_it_said_stays_to_read(
    propose, anna, daan, samira
):
    decision = propose("consent", body="Twintig rekken")
    decision.cast(daan, "consent")
    decision.cast(samira, "object", "Er is plaats voor tien")
    objection = decision.ballots.get(person=samira)
    decision.reply(anna, objection, "U hebt gelijk")
    decision.amend(anna, "Meer fietsenrekken", "Tien rekken", why="Er is plaats voor tien")
    assert (decision.version, decision.answered, decision.tally) == (2, 0, {})
    assert [(old.version, old.body) for old in decision.amendments.all()] == [(1, "Twintig rekken")]
    assert decision.message.body == "Tien rekken"
    assert {d.pk for d in Decision.objects.awaiting(daan)} == {decision.pk}
    with pytest.raises(Amended):
        decision.cast(daan, "consent", version=1)  # of what Daan still had on the screen
    decision.cast(samira, "consent", version=2)
    decision.close(anna)
    assert (decision.state, decision.result["because"]) == ("adopted", "no_objections")
    assert [b.version for b in decision.ballots.filter(person=samira)] == [1, 2]


@pytest.mark.once
def test_a_form_that_was_opened_before_an_amendment_answers_nothing(
    propose, anna, samira, signed_in
):
    decision = propose("consent", body="Twintig rekken")
    client, address = signed_in(samira), reverse("decision_answer", args=[decision.pk])
    form = {"for": samira.pk, "stand": "consent", "version": "1"}
    assert 'name="version" value="1"' in client.get(address).content.decode()
    decision.amend(anna, "Meer fietsenrekken", "Tien rekken")
    assert client.post(address, form).status_code == 422
    assert not decision.ballots.exists()
    client.post(address, form | {"version": "2"})
    assert decision.ballots.get().version == 2


def test_what_is_voted_about_is_not_amended(propose, anna):
    with pytest.raises(NotNow):
        propose().amend(anna, "Iets anders", "")


def test_a_vote_is_given_by_who_is_represented_and_everyone_sees_it(
    propose, mobility, anna, daan, samira
):
    decision = propose(has_proxies=True)
    with pytest.raises(NotYours):
        decision.cast(daan, [1], on_behalf_of=samira)
    decision.give_proxy(samira, daan)
    assert mobility.messages.last().notice["to"] == daan.name
    assert [vote.person for vote in decision.votes_for(daan)] == [daan, samira]
    with pytest.raises(Represented):
        decision.cast(samira, [1])
    decision.cast(daan, [1], on_behalf_of=samira)
    decision.cast(daan, [2], "Te duur")
    assert decision.ballots.get(person=samira).cast_by == daan
    assert decision.tally == {"1": 1, "2": 1}
    decision.take_proxy_back(samira)
    decision.cast(samira, [3])
    assert decision.tally == {"2": 1, "3": 1}


def test_votes_do_not_go_round(propose, anna, daan, samira, carla):
    decision = propose(has_proxies=True)
    decision.give_proxy(samira, daan)
    for giver, holder in [(daan, samira), (daan, anna), (anna, samira), (anna, anna)]:
        with pytest.raises(Circle):
            decision.give_proxy(giver, holder)
    with pytest.raises(NotAsked):
        decision.give_proxy(anna, carla)
    with pytest.raises(NotNow):
        propose().give_proxy(samira, daan)


def test_who_left_is_not_represented_any_more(propose, water, daan, samira):
    decision = propose(has_proxies=True)
    decision.give_proxy(samira, daan)
    water.leave(samira)
    with pytest.raises(NotYours):
        decision.cast(daan, [1], on_behalf_of=samira)


def test_what_others_answered_is_seen_when_that_was_agreed(propose, anna, daan, samira):
    at_once, after, closed = (propose(results=when) for when in ("always", "answered", "closed"))
    for decision in (at_once, after, closed):
        decision.cast(daan, [1])
    seen = lambda decision, person: (  # noqa: E731
        decision.shows_tally, decision.shows_result_to(person), decision.ballots_for(person).count()
    )  # fmt: skip
    assert seen(at_once, samira) == (True, True, 1)
    assert seen(after, samira) == (False, False, 0)
    assert seen(after, daan) == (False, True, 1)
    assert seen(closed, daan) == (False, False, 1)
    assert seen(closed, samira) == (False, False, 0)
    closed.close(anna)
    assert seen(closed, samira) == (True, True, 1)


def test_an_answer_costs_a_fixed_number_of_questions(propose, daan, samira):
    decision = propose(options=labels(*map(str, range(10))))
    decision.cast(daan, [1])
    with CaptureQueriesContext(connection) as asked:
        decision.cast(samira, [2])
    assert len(asked) <= 17, [query["sql"][:150] for query in asked]


@settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(data=st.data())
def test_whoever_comes_goes_and_changes_their_mind_the_count_is_that_of_the_electorate(
    data, propose, water, anna, daan, samira, carla
):
    with transaction.atomic():
        _live_through(data, propose, water, anna, {"daan": daan, "samira": samira, "carla": carla})
        transaction.set_rollback(True)


def _live_through(data, propose, water, anna, people):
    """A story of eight steps, and beside it a dictionary of what everyone said."""
    options = labels("Oost", "West", "Noord", "Zuid")
    decision = propose(options=options, threshold="majority", basis="asked", quorum=34)
    said, inside, electorate, gone = {}, {"daan", "samira"}, {"daan", "samira"}, set()
    steps = st.tuples(
        st.sampled_from(["answer", "answer", "answer", "join", "leave", "withdraw"]),
        st.sampled_from(sorted(people)),
        st.integers(1, 4),
    )
    for step, name, number in data.draw(st.lists(steps, max_size=8)):
        person = people[name]
        if step == "join" and name not in inside:
            water.admit(person)
            inside.add(name)
        elif step == "leave" and name in inside and name != "daan":
            water.leave(person)
            inside.discard(name)
        elif step == "withdraw" and number not in gone and len(gone) < 2:
            decision.withdraw_option(anna, decision.options.get(number=number))
            gone.add(number)
        elif step == "answer":
            try:
                decision.cast(person, [number])
            except (MayNot, NotAsked):
                assert name not in inside & electorate
            except Forged:
                assert number in gone
            else:
                said[name] = {"options": [number]}
    decision.close(anna)
    expected = references.decide(decision.rules, list(said.values()))
    assert (decision.state, decision.result["winner"]) == expected
    assert (decision.asked, decision.answered) == (3, len(said))

"""Setting out a decision: what can be asked, of whom, and from when on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.models import Thread
from conversations.outcomes.decisions.models import Decision, Method, State
from conversations.outcomes.decisions.models.errors import NotNow, NotOpen
from groups.access import MayNot
from groups.models import Role
from tests.decisions.conftest import labels, tomorrow

pytestmark = pytest.mark.django_db


def test_what_was_decided_elsewhere_is_in_force_at_once(propose, samira, daan):
    decision = propose(
        "recorded", by=samira, decided_by="College van B en W", mandate="Mandaatbesluit, art. 4",
        people=[daan], audience="named",
    )  # fmt: skip
    assert (decision.state, decision.tone) == ("adopted", "good")
    decision.cast(daan, "reservation", "Ik mis de kosten")
    assert decision.tally == {"reservation": 1}
    with pytest.raises(NotNow):
        decision.withdraw(samira)


@pytest.mark.parametrize("method", [m for m in Method.values if m != "recorded"])
def test_a_proposal_asks_the_members_as_they_are_at_its_opening(
    propose, method, water, carla, anna, daan, samira
):
    options = labels("Oost", "West") if method in ("vote", "ranked", "score") else []
    if method == "dates":
        options = [{"starts_at": tomorrow(3)}, {"starts_at": tomorrow(4)}]
    decision = propose(method, options=options)
    water.admit(carla, role=Role.MEMBER)
    assert {voter.person for voter in decision.voters.all()} == {anna, daan, samira}
    assert (decision.state, decision.asked, decision.answered) == ("open", 3, 0)


def test_the_same_click_twice_asks_once(propose):
    first = propose(client_id="x", options=labels("Oost", "West"))
    again = propose(client_id="x", options=labels("Oost", "West"))
    assert (first, first.options.count(), first.asked) == (again, 2, 3)


def test_a_vote_without_options_is_about_yes_or_no(propose):
    meanings = [option.meaning for option in propose().options.all()]
    assert meanings == ["for", "against", "abstain"]


soon = timezone.now() + timedelta(minutes=5)
BAD = {
    "closing before opening": ("closes_at", {"opens_at": tomorrow(9), "closes_at": tomorrow(8)}),
    "closing in the past": ("closes_at", {"closes_at": tomorrow(-1)}),
    "closing in a century": ("closes_at", {"closes_at": tomorrow(40000)}),
    "one option": ("options", {"options": labels("Oost")}),
    "no options": ("options", {"method": "ranked"}),
    "no moments": ("options", {"method": "dates"}),
    "500 options": ("options", {"options": labels(*map(str, range(500)))}),
    "the same option twice": ("options", {"options": labels("Oost", "oost ")}),
    "an option without words": ("options", {"options": labels("Oost", " ")}),
    "an option with a hidden line": ("options", {"options": labels("Oost", "\u202eWest" * 40)}),
    "nothing to adopt": ("options", {"options": labels("a", "b", meaning="against")}),
    "no such meaning": ("options", {"options": labels("a", "b", meaning="veto")}),
    "no moment": ("options", {"method": "dates", "options": labels("maandag", "dinsdag")}),
    "a moment that ends first": (
        "options", {"method": "dates", "options": [{"starts_at": tomorrow(), "ends_at": soon}] * 2},
    ),
    "options of consent": ("options", {"method": "consent", "options": labels("ja", "nee")}),
    "a quorum over everyone": ("quorum", {"quorum": 101}),
    "a negative quorum": ("quorum", {"quorum": -1}),
    "more choices than options": ("max_choices", {"max_choices": 4}),
    "scores without end": (
        "max_score", {"method": "score", "options": labels("a", "b"), "max_score": 99},
    ),
    "no such method": ("method", {"method": "lottery"}),
    "no such threshold": ("threshold", {"threshold": "nine_tenths"}),
    "a secret consent": ("is_secret", {"method": "consent", "is_secret": True}),
    "nobody named": ("people", {"audience": "named"}),
}  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_asked_is_refused_beside_its_field(propose, mobility, name):
    field, fields = BAD[name]
    with pytest.raises(ValidationError) as error:
        propose(**fields)
    assert list(error.value.message_dict) == [field]
    assert not Decision.objects.exists()
    assert mobility.messages.count() == 1


def test_only_who_can_answer_there_can_be_named(propose, carla, samira):
    with pytest.raises(ValidationError, match="Carla"):
        propose(audience="named", people=[samira, carla])
    assert propose(audience="named", people=[samira]).asked == 1


def test_guests_take_part_only_where_that_was_said(propose, mobility, carla, anna):
    mobility.bring_in(carla, by=anna)
    assert propose().asked == 3
    decision = propose(guests=True)
    decision.cast(carla, [1])
    assert (decision.asked, decision.answered) == (4, 1)
    with pytest.raises(ValidationError, match="Carla"):
        propose(audience="named", people=[carla])


def test_whose_messages_wait_for_a_moderator_is_not_asked_what_they_cannot_answer(
    propose, water, carla
):
    water.approves_newcomers = True
    water.save()
    water.admit(carla)
    carla.memberships.update(trusted_at=None)
    assert carla not in {voter.person for voter in propose().voters.all()}


def test_a_draft_waits_until_someone_opens_it(propose, mobility, samira, daan):
    decision = propose(by=samira, draft=True)
    assert (decision.state, decision.asked) == (State.DRAFT, 0)
    with pytest.raises(NotOpen):
        decision.cast(daan, [1])
    options = labels("Noord", "Zuid", "Oost")
    decision.revise(samira, title="Waar?", body="Nieuw", options=options, quorum=50)
    decision.open(daan)
    assert (decision.asked, decision.quorum_needed, decision.options.count()) == (3, 2, 3)
    assert decision.title == "Waar?"
    assert mobility.messages.last().notice["verb"] == "opened"
    with pytest.raises(NotNow):
        decision.revise(samira, title="Toch anders")


def test_only_its_author_and_who_keeps_order_steer(propose, samira, daan):
    decision = propose(draft=True)
    for verb in (decision.open, decision.close, decision.withdraw):
        with pytest.raises(MayNot):
            verb(samira)
    decision.open(daan)


def test_it_opens_by_itself_at_its_moment(propose, past, mobility, daan):
    decision = propose(opens_at=tomorrow(), closes_at=tomorrow(2))
    assert (decision.shown_state, decision.is_open) == ("draft", False)
    assert DBTaskResult.objects.get(args_kwargs__args=[decision.pk]).run_after == decision.opens_at
    decision = past(decision, "opens_at")
    assert (decision.shown_state, decision.is_open, decision.state) == ("open", True, "draft")
    assert decision in Decision.objects.with_state("open")
    decision.cast(daan, [1])  # before the worker came by
    assert (decision.state, decision.asked, decision.answered) == ("open", 3, 1)
    assert mobility.messages.last().notice["itself"]


def test_a_decision_replaces_an_earlier_one_when_it_is_adopted(propose, water, anna, daan, samira):

    elsewhere = Thread.objects.start(water, daan, "Vorig jaar", "Zo was het", client_id="old")
    old = propose("recorded", by=daan, thread=elsewhere)
    here = propose("recorded", by=daan)
    with pytest.raises(MayNot):
        propose("recorded", by=samira, replaces=old)
    assert old in Decision.objects.replaceable_by(daan, water)
    assert old not in Decision.objects.replaceable_by(samira, water)
    new = propose("consent", by=anna, replaces=old)
    assert Decision.objects.get(pk=old.pk).state == "adopted"
    new.close(anna)
    assert Decision.objects.get(pk=old.pk).state == "replaced"
    assert elsewhere.messages.last().notice["by_pk"] == new.pk
    propose("recorded", by=anna, replaces=here)
    assert Decision.objects.get(pk=here.pk).state == "replaced"

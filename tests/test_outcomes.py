"""What every outcome has, whatever its kind: a card in the conversation, and where it came from."""

import pytest
from django.urls import reverse

from conversations.kinds import outcome_kinds
from conversations.models import Closed, Message, Unapproved
from conversations.outcome_forms import beginning
from groups import access
from groups.models import Role
from workspace.streams.models import Event

KINDS = list(outcome_kinds())
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(params=KINDS)
def kind(request):
    return outcome_kinds()[request.param]


@pytest.fixture
def grow(kind, mobility, samira):
    def grow(thread=mobility, by=samira, **fields):
        about = {"title": "Meer fietsenrekken", "client_id": "grow"} | fields
        return kind.outcomes.grow(thread, by, **about)

    return grow


def test_an_outcome_is_a_card_at_the_end_of_the_conversation(grow, kind, mobility, samira):
    outcome = grow(body="Bij het **station**.")
    card = mobility.messages.last()
    assert card == outcome.message
    assert (card.author, card.outcome_kind, card.number) == (samira, kind.kind, 2)
    assert "<strong>station</strong>" in card.html


def test_the_words_of_a_message_offer_a_title(mobility):
    about = beginning(mobility, text="## Drie rekken bij het station:\n- noord\n- zuid")
    assert about["title"] == "Drie rekken bij het station"
    assert about["body"].endswith("- zuid")


def test_the_same_click_twice_makes_one_outcome(grow, mobility):
    assert grow() == grow()
    assert mobility.messages.count() == 2


def test_an_outcome_and_its_sources_name_each_other(grow, kind, mobility, samira, signed_in):
    first = mobility.messages.first()
    outcome = grow(sources=[first])
    first.refresh_from_db()
    assert first.grown == [{"kind": kind.kind, "pk": outcome.pk}]
    page = signed_in(samira).get(outcome.get_absolute_url()).content.decode()
    assert reverse("message", args=[first.pk]) in page
    page = signed_in(samira).get(mobility.get_absolute_url()).content.decode()
    assert outcome.get_absolute_url() in page


def test_its_readers_are_those_of_the_conversation(grow, kind, carla, samira):
    outcome = grow()
    assert outcome in kind.outcomes.visible_to(samira)
    assert outcome not in kind.outcomes.visible_to(carla)
    with pytest.raises(access.MayNot):
        grow(by=carla, client_id="other")


def test_a_message_that_a_moderator_hid_takes_its_outcome_along(grow, kind, daan, samira):
    outcome = grow()
    outcome.message.hide(daan, "Niet hier")
    assert outcome not in kind.outcomes.visible_to(samira)


def test_a_redacted_outcome_keeps_no_words(grow, kind, daan, samira):
    outcome = grow()
    with outcome.changing(samira):
        outcome.tell(samira, "changed")
    outcome.message.redact(daan, "Staat een adres in")
    assert kind.outcomes.get().title == ""
    assert not Message.objects.filter(notice__title="Meer fietsenrekken").exists()


def test_nothing_grows_out_of_a_closed_conversation(grow, mobility, daan):
    mobility.close(daan)
    with pytest.raises(Closed):
        grow()


def test_whose_messages_wait_for_a_moderator_makes_no_outcome(grow, water, carla):
    water.approves_newcomers = True
    water.save()
    water.admit(carla)
    with pytest.raises(Unapproved):
        grow(by=carla)


def test_a_change_is_an_event_of_its_card_and_a_notice_in_the_thread(grow, mobility, samira):
    outcome = grow()
    before = mobility.stream.events.count()
    with outcome.changing(samira):
        outcome.tell(samira, "changed")
    fresh = Event.objects.filter(stream=mobility.stream, position__gt=before)
    notice = mobility.messages.last()
    assert [event.data["message"] for event in fresh] == [notice.pk, outcome.message_id]
    assert list(outcome.steps_for(samira)) == [notice]


def test_who_made_it_and_who_keeps_order_steer_it(grow, water, anna, daan, samira, carla):
    outcome = grow()
    water.admit(carla, role=Role.MEMBER)
    may = {who.name for who in (anna, daan, samira, carla) if access.may(who, "steer", outcome)}
    assert may == {anna.name, daan.name, samira.name}


def test_the_words_in_the_composer_become_the_form(kind, mobility, samira, signed_in):
    address = reverse(kind.new, args=[mobility.pk])
    body = "Fietsenrekken plaatsen\n\nBij het station."
    page = signed_in(samira).post(address, {"begin": "1", "body": body}).content.decode()
    assert 'value="Fietsenrekken plaatsen"' in page
    assert "Bij het station." in page
    assert mobility.messages.count() == 1


def test_a_split_takes_an_outcome_along(grow, kind, mobility, daan, water):
    outcome = grow()
    other = mobility.split(daan, "Rekken", [outcome.message])
    assert kind.outcomes.get(pk=outcome.pk).thread == other

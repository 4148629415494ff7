"""Whoever replies to an invitation takes part by mail."""

import pytest

from groups.invitation_address import address_of
from groups.models import MailChoice
from tests.mail.written import mail

pytestmark = pytest.mark.once


@pytest.fixture
def invitation(water, anna):
    return water.invite("piet@elders.nl", by=anna)


def test_a_reply_lets_them_in_and_is_answered(invitation, water, comes_in, answered):
    delivery = comes_in(mail("Piet de Boer <piet@elders.nl>", ""), address_of(invitation))
    assert (delivery.outcome, delivery.reason) == ("posted", "command")
    membership = water.memberships.select_related("person").get(person__email="piet@elders.nl")
    assert membership.person.name == "Piet de Boer"
    assert membership.mail == MailChoice.EVERY
    (letter,) = answered()
    assert letter.to == ["piet@elders.nl"] and water.name in letter.body


def test_another_reader_of_the_mail_is_refused(invitation, water, comes_in):
    delivery = comes_in(mail("Eva <eva@elders.nl>"), address_of(invitation))
    assert (delivery.outcome, delivery.reason) == ("rejected", "other-invited")
    assert not water.memberships.filter(person__email="eva@elders.nl").exists()


def test_a_machine_that_answers_is_not_let_in(invitation, water, comes_in):
    away = mail("piet@elders.nl", "Ik ben er niet.", Auto_Submitted="auto-replied")
    assert comes_in(away, address_of(invitation)).outcome == "dropped"
    assert not water.memberships.filter(person__email="piet@elders.nl").exists()


def test_after_it_was_used_or_withdrawn_nobody_has_the_address(invitation, anna, comes_in):
    invitation.withdraw(by=anna)
    delivery = comes_in(mail("piet@elders.nl"), address_of(invitation))
    assert (delivery.outcome, delivery.reason) == ("rejected", "no-such-address")


def test_a_guest_is_brought_into_that_one_conversation(mobility, daan, comes_in, say):
    brought = mobility.bring_in("piet@elders.nl", by=daan)
    comes_in(mail("piet@elders.nl", "Graag."), address_of(brought))
    (guest,) = mobility.readers().filter(email="piet@elders.nl")
    assert guest.name == "piet" and say(mobility, guest, "Hallo.").author == guest

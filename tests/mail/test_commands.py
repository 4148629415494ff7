"""Only the address of a reply commands, and a mail says what was done."""

import pytest

from conversations.mail import addresses
from conversations.models import Thread
from conversations.outcomes.decisions.models import Decision
from tests.mail.written import mail

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_conversation_is_muted_and_followed_by_an_address(
    comes_in, reply_to, water, mobility, samira, answered
):
    for command in ("mute", "follow", "normal"):
        delivery = comes_in(mail("samira@voorbeeld.nl", ""), reply_to(samira, command))
        assert (delivery.outcome, delivery.reason) == ("posted", "command")
        expected = "" if command == "normal" else command
        assert mobility.participation(samira).attention == expected
    letters = answered()
    assert [letter.to for letter in letters] == [["samira@voorbeeld.nl"]] * 3
    assert letters[0].extra_headers["In-Reply-To"].startswith("<")
    assert f"{mobility.subject}\nhttp" in letters[0].body, "which conversation it was"
    water.mails_words = False
    water.save()
    comes_in(mail("samira@voorbeeld.nl", ""), reply_to(samira, "mute"))
    assert mobility.subject not in answered()[3].body
    assert mobility.messages.count() == 1


def test_what_comes_from_a_group_is_chosen_by_an_address(
    comes_in, reply_to, water, samira, answered
):
    comes_in(mail("samira@voorbeeld.nl", ""), reply_to(samira, "weekly"))
    assert water.memberships.get(person=samira).mail == "weekly"
    assert water.name in answered()[0].body


def test_no_more_mail_of_a_group_is_asked_by_mail_as_by_one_click(
    comes_in, reply_to, water, mobility, samira, daan, answered
):
    mobility.participation(samira).attend("follow")
    mobility.hide(daan, "Even nakijken")  # its mails are in her mailbox all the same
    delivery = comes_in(mail("samira@voorbeeld.nl", ""), reply_to(samira, "off"))
    assert (delivery.outcome, delivery.reason) == ("posted", "command")
    assert water.memberships.get(person=samira).mail == "none"
    assert mobility.participation(samira).attention == ""
    assert water.name in answered()[0].body


def test_who_follows_without_being_a_member_can_stop_by_mail(
    comes_in, reply_to, square, anna, carla
):
    thread = Thread.objects.start(square, anna, "Bankjes", "Waar?", client_id="b")
    thread.participation(carla).attend("follow")
    address = reply_to(carla, "off", thread)
    assert comes_in(mail("carla@voorbeeld.nl", ""), address).reason == "command"
    assert thread.participation(carla).attention == ""


def test_who_left_can_stop_and_is_not_told_what_the_group_is_called_now(
    comes_in, reply_to, water, anna, samira, mobility, answered
):
    mobility.participation(samira).attend("follow")
    water.leave(samira)
    water.describe(by=anna, name="Geheim plan")
    delivery = comes_in(mail("samira@voorbeeld.nl", ""), reply_to(samira, "off"))
    assert delivery.reason == "command"
    assert mobility.participation(samira).attention == ""
    [letter] = answered()
    assert "Geheim" not in letter.subject + letter.body


def test_words_command_nothing(comes_in, reply_to, mobility, samira):
    for words in ("mute", "stop", "Uitschrijven!", "+mute"):
        assert comes_in(mail("samira@voorbeeld.nl", words), reply_to(samira)).reason == ""
    assert mobility.participation(samira).attention == ""
    assert mobility.messages.filter(author=samira).count() == 4


def test_another_persons_address_commands_nothing(comes_in, reply_to, mobility, samira, daan):
    delivery = comes_in(mail("carla@voorbeeld.nl", ""), reply_to(samira, "mute"))
    assert (delivery.outcome, delivery.reason) == ("held", "other-sender")
    assert mobility.participation(samira).attention == ""
    delivery.confirm()
    assert mobility.participation(samira).attention == "mute"


def test_who_left_commands_nothing(comes_in, reply_to, water, samira):
    water.leave(samira)
    assert comes_in(mail("samira@voorbeeld.nl", ""), reply_to(samira, "mute")).reason == "may-not"


@pytest.fixture
def proposal(mobility, anna):
    return Decision.objects.grow(
        mobility, anna, title="Fietsstraat", client_id="voorstel", method="consent"
    )


def button(decision, person, word):
    """The address of the button with this word."""
    verbs = decision.config.mail_verbs(decision, [person])[person.pk]
    name = next(verb.name for verb in verbs if word in verb.name)
    return addresses.outcome_address(person, decision.message, name)


def test_a_button_in_a_mail_answers_and_the_reply_is_the_reason(
    comes_in, proposal, samira, answered
):
    address = button(proposal, samira, "object")
    first = comes_in(mail("samira@voorbeeld.nl", "Te smal voor de bus."), address)
    assert (first.outcome, first.reason, first.thread) == ("posted", "command", proposal.thread)
    ballot = proposal.ballot_of(samira)
    assert (ballot.answer, ballot.reason) == ({"stand": "object"}, "Te smal voor de bus.")
    assert proposal.title in answered()[0].body
    again = comes_in(mail("samira@voorbeeld.nl", "", message_id=first.mail_id), address)
    assert again.reason in ("duplicate", "same-id")


def test_an_answer_that_comes_too_late_is_answered_with_why(
    comes_in, proposal, samira, anna, answered
):
    address = button(proposal, samira, "consent")
    proposal.withdraw(anna)
    delivery = comes_in(mail("samira@voorbeeld.nl", ""), address)
    assert (delivery.outcome, delivery.reason) == ("rejected", "cannot-answer")
    assert delivery.smtp_reply[0] == 250
    assert len(answered()) == 1


def test_where_mails_tell_nothing_the_answer_neither_tells_a_title(
    comes_in, proposal, water, samira, answered
):
    water.mails_words = False
    water.save()
    comes_in(mail("samira@voorbeeld.nl", ""), button(proposal, samira, "consent"))
    assert proposal.title not in answered()[0].body


def test_a_reply_to_a_card_is_a_message_that_answers_it(comes_in, proposal, samira, say):
    say(proposal.thread, samira, "Nog even dit")
    address = addresses.outcome_address(samira, proposal.message, "")
    message = comes_in(mail("samira@voorbeeld.nl", "Mooi plan"), address).message
    assert message.quotes == proposal.message

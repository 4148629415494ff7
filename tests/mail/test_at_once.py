"""Mails come in at once, twice, and from machines that answer each other."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.utils import parseaddr

import pytest
from django.db import connection

from conversations.mail import addresses, inbound
from conversations.mail.outbound import rounds
from conversations.models import Delivery, Message
from tests.conftest import person
from tests.mail.written import mail, vouched, with_files

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, MAILS = 6, 4


def at_once(acts):
    def do(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(do, acts))


def coming(raw, recipient):
    return lambda: inbound.deliver(raw, [recipient], transport="lmtp")[0]


def test_of_many_mails_at_once_each_is_posted_once_in_one_unbroken_row(files, mobility, water):
    people = [person(f"Els{n} Jansen", "Gemeente") for n in range(PEOPLE)]
    acts = []
    for each in people:
        water.admit(each)
        address = addresses.reply_address(each, mobility)
        for n in range(MAILS):
            raw = mail(each.email, f"Mail {n}", message_id=f"{n}.{each.pk}@voorbeeld.nl")
            acts += [coming(raw, address)] * 2
    outcomes = Counter((each.outcome, each.reason) for each in at_once(acts))
    assert outcomes == {
        ("posted", ""): PEOPLE * MAILS, ("dropped", "duplicate"): PEOPLE * MAILS,
    }  # fmt: skip
    numbers = list(mobility.messages.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, PEOPLE * MAILS + 2))
    logged = Delivery.objects.filter(outcome="posted").values_list("message", flat=True)
    assert sorted(logged) == sorted(Message.objects.filter(via="mail").values_list("pk", flat=True))


def test_one_mail_to_a_group_that_comes_twice_at_once_starts_one_conversation(
    files, water, anna, settings
):
    settings.AUTHSERV_IDS = ["mx.voorbeeld.nl"]
    raw = vouched(
        with_files(
            anna.email, "Zie", ("Content-Type: text/csv; name=a.csv", "YQ=="), subject="Kade"
        )
    )
    outcomes = at_once([coming(raw, addresses.group_address(water))] * 4)
    assert sorted(each.outcome for each in outcomes) == ["attached", *["dropped"] * 3]
    assert water.threads.get().messages.get().attachments.count() == 1
    assert len(list((files / "attachments").rglob("*/*"))) == 1


def test_what_comes_twice_at_once_and_waits_is_asked_about_once(
    files, mobility, samira, daan, water
):
    """Of each two mails with the same words one; the first of a day her, the others moderators."""
    address = addresses.reply_address(samira, mobility)
    acts = []
    for n in range(MAILS):
        raw = mail("vreemd@elders.nl", f"Mail {n}", message_id=f"{n}@elders.nl")
        acts += [coming(raw, address)] * 3
    outcomes = Counter((each.outcome, each.reason) for each in at_once(acts))
    assert outcomes == {
        ("held", "other-sender"): 1, ("held", "unasked-sender"): MAILS - 1,
        ("dropped", "duplicate"): 2 * MAILS,
    }  # fmt: skip
    assert water.desk.events.count() >= MAILS - 1


@pytest.mark.once
def test_a_mail_that_is_confirmed_twice_at_once_is_posted_once(files, mobility, samira):
    address = addresses.reply_address(samira, mobility)
    held = coming(mail("vreemd@elders.nl", "Ik ben het"), address)()

    def confirm():
        try:
            Delivery.objects.get(pk=held.pk).confirm()
        except Exception as error:
            return type(error).__name__

    assert sorted(map(str, at_once([confirm] * 3))) == ["Decided", "Decided", "None"]
    assert mobility.messages.filter(author=samira).count() == 1


@pytest.mark.once
def test_an_auto_responder_that_does_not_say_so_gets_one_mail(
    comes_in, reply_to, mobility, samira, daan, answered
):
    """It answers whatever it gets, also our answers, and our mail cannot be refused."""
    mobility.close(daan)
    outcomes = []
    raw, to = mail("samira@voorbeeld.nl", "Ik ben er niet"), reply_to(samira)
    for _round in range(4):
        delivery = comes_in(raw, to, transport="imap")
        outcomes.append(delivery.outcome)
        for letter in answered()[len(outcomes) - 1 :]:
            raw = mail("samira@voorbeeld.nl", "Ik ben er niet", subject=f"Re: {letter.subject}")
            to = addresses.reply_address(samira, mobility)
    assert outcomes == ["rejected"] * 4
    assert len(answered()) == 1


@pytest.mark.once
def test_two_copies_of_the_program_send_each_other_one_mail_at_most(
    comes_in, reply_to, mobility, water, samira, anna, daan, answered, say, settings
):
    """Each is a member of the other's group: what a copy sends is automatic for the other, a mail
    of a conversation as well as an answer."""
    settings.MAIL_DELAY_SECONDS, settings.MAIL_DOMAIN = 0, "kopie.example"
    settings.DEFAULT_FROM_EMAIL = "Beraad <beraad@kopie.example>"
    water.memberships.filter(person=samira).update(mail="every")
    say(mobility, anna, "Aan de andere kopie")
    rounds.send_due()
    conversation = answered()[-1]
    mobility.close(daan)
    delivery = comes_in(mail(samira.email), reply_to(samira), transport="imap")
    answer = answered()[-1]
    assert (delivery.outcome, len(answered())) == ("rejected", 2)
    settings.MAIL_DOMAIN = "andere-kopie.example"
    for letter in (conversation, answer):
        raw = letter.message().as_bytes(linesep="\r\n")
        for address in (addresses.group_address(water), addresses.reply_address(samira, mobility)):
            assert comes_in(vouched(raw), address, transport="imap").outcome == "dropped"
    assert len(answered()) == 2


@pytest.mark.once
def test_an_answer_to_a_mail_of_ours_stands_below_what_it_answers(
    comes_in, mobility, water, samira, anna, say, mailoutbox, settings
):
    settings.MAIL_DELAY_SECONDS = 0
    water.memberships.filter(person=samira).update(mail="every")
    question = say(mobility, anna, "Wie komt er?")
    rounds.send_due()
    sent = message_from_bytes(mailoutbox[-1].message().as_bytes())
    say(mobility, anna, "Graag voor vrijdag")
    raw = mail(
        f"Samira <{samira.email}>", "Ik kom.", subject=f"Re: {sent['Subject']}",
        In_Reply_To=sent["Message-ID"], References=sent["References"],
    )  # fmt: skip
    message = comes_in(raw, parseaddr(sent["Reply-To"])[1]).message
    assert (message.body, message.author, message.quotes) == ("Ik kom.", samira, question)

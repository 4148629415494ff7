"""Mails come in at once, twice, and from machines that answer each other."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from conversations.mail import addresses, inbound
from conversations.mail.inbound import answers
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
    comes_in, reply_to, mobility, samira, daan, answered, settings
):
    """What the other copy writes is automatic for us, whatever it is about."""
    mobility.close(daan)
    delivery = comes_in(mail(samira.email), reply_to(samira), transport="imap")
    settings.MAIL_DOMAIN = "andere-kopie.example"
    letter = answers.compose(delivery)
    settings.MAIL_DOMAIN = "localhost"
    letter.from_email = samira.email
    back = comes_in(letter.message().as_bytes(), reply_to(samira), transport="imap")
    assert back.outcome == "dropped"
    assert len(answered()) == 1

"""Postfix as docs/operations.md has it: mail goes in through it, and out again to a mailbox."""

import smtplib
from email import message_from_bytes, policy

import pytest

from conversations.mail import addresses
from conversations.mail.outbound import rounds
from conversations.models import Delivery
from tests.live.conftest import running, server, session, tab  # noqa: F401
from tests.mail.servers import Mailin, Postfix, said, until
from tests.mail.written import mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.live, pytest.mark.servers]


@pytest.fixture(scope="module")
def mailin(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        program = Mailin(tmp_path_factory.mktemp("mailin")).start()
    yield program
    program.stop()


@pytest.fixture(scope="module")
def postfix(mailin):
    program = Postfix(mailin.port).start()
    yield program
    program.stop()


@pytest.fixture
def reading(request, mobility, daan):
    """Daan's tab, in which the conversation is open."""
    return request.getfixturevalue("tab")(daan).follow(mobility, 1)


@pytest.fixture
def client(postfix):
    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        yield client


def test_what_is_said_goes_out_through_postfix_and_the_answer_comes_in_and_is_heard(
    postfix, client, reading, mobility, daan, samira, say, files, settings
):
    settings.MAIL_DELAY_SECONDS = 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postfix.port
    mobility.group.memberships.filter(person=samira).update(mail="every")
    say(mobility, daan, "Wie telt de fietsen?")
    reading.hears()
    rounds.send_due()
    letter = message_from_bytes(postfix.received()[-1], policy=policy.default)
    assert letter["Return-Path"] == f"<{addresses.bounce_address(samira, mobility)}>"
    assert "Wie telt de fietsen?" in letter.get_body(("plain",)).get_content()

    answer = mail(
        f"Samira <{samira.email}>",
        "Ik tel ze.\n\nOp ma 5 jan 2026 om 10:00 schreef Daan Kuipers:\n> Wie telt de fietsen?",
        subject=f"Re: {letter['Subject']}",
        In_Reply_To=letter["Message-ID"],
        References=f"{letter['References']} {letter['Message-ID']}",
    )
    client.sendmail(samira.email, [letter["Reply-To"].addresses[0].addr_spec], answer)
    assert "Ik tel ze." in reading.hears()[0]["html"]
    assert said(mobility)[-1] == "Ik tel ze."
    until(lambda: logged() == 1)


def test_nothing_is_lost_while_we_are_away_and_who_is_nobody_is_refused_at_once(
    postfix, mailin, client, reading, mobility, samira, files
):
    reply, nobody = addresses.reply_address(samira, mobility), "r-aaaaaaaa@localhost"
    client.sendmail(samira.email, [reply], mail(samira.email, "Ik antwoord per mail."))
    assert "Ik antwoord per mail." in reading.hears()[0]["html"]
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.sendmail(samira.email, [nobody], mail(samira.email))
    assert refused.value.recipients[nobody][0] == 550

    mailin.stop()
    client.sendmail(samira.email, [reply], mail(samira.email, "U bent er even niet."))
    mailin.start()
    until(lambda: postfix.try_again() or said(mobility)[1:])
    assert "U bent er even niet." in reading.hears()[0]["html"]
    assert said(mobility) == ["Ik antwoord per mail.", "U bent er even niet."]
    until(lambda: logged() == 2)


def logged():
    """The log is written after the message; before that the database cannot be emptied."""
    return Delivery.objects.filter(outcome="posted").count()

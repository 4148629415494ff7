"""Postfix as docs/operations.md has it: a mail goes in by the one server and out by the other."""

import smtplib

import pytest

from conversations.mail import addresses
from tests.live.conftest import running, server, session, tab  # noqa: F401
from tests.mail.servers import Mailin, Postfix, said
from tests.mail.written import mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.live]


@pytest.fixture
def mailin(db, tmp_path):
    program = Mailin(tmp_path).start()
    yield program
    program.stop()


@pytest.fixture
def postfix(mailin):
    program = Postfix(mailin.port).start()
    yield program
    program.stop()


def test_a_reply_goes_through_postfix_and_is_heard_and_no_mail_is_lost_or_bounces(
    postfix, mailin, request, mobility, daan, samira, files
):
    reading = request.getfixturevalue("tab")(daan).follow(mobility, 1)
    reply = addresses.reply_address(samira, mobility)
    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.sendmail(samira.email, [reply], mail(samira.email, "Ik antwoord per mail."))
        assert "Ik antwoord per mail." in reading.hears()[0]["html"]

        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail(samira.email, ["r-aaaaaaaa@localhost"], mail(samira.email))
        assert refused.value.recipients["r-aaaaaaaa@localhost"][0] == 550

        mailin.stop()
        client.sendmail(samira.email, [reply], mail(samira.email, "U bent er even niet."))
    mailin.start()
    postfix.try_again()
    assert "U bent er even niet." in reading.hears()[0]["html"]
    assert said(mobility) == ["Ik antwoord per mail.", "U bent er even niet."]

"""Exim as docs/operations.md has it."""

import smtplib

import pytest

from conversations.mail import addresses
from conversations.mail.transports.running import serving
from conversations.mail.transports.server import MailServer
from tests.mail.servers import Exim, said, until
from tests.mail.written import mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def exim(files):
    ours = MailServer(lmtp="127.0.0.1:0")
    with serving(ours):
        program = Exim(ours.listeners[0].sockets[0].getsockname()[1]).start()
        yield program
        program.stop()


def test_a_reply_goes_through_exim_and_who_is_nobody_is_refused(exim, mobility, samira):
    reply = addresses.reply_address(samira, mobility)
    with smtplib.SMTP("127.0.0.1", exim.port) as client:
        client.sendmail(samira.email, [reply], mail(samira.email, "Ook zo komt het aan.\n.."))
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail(samira.email, ["r-aaaaaaaa@localhost"], mail(samira.email))
    assert refused.value.recipients["r-aaaaaaaa@localhost"][0] == 550
    until(lambda: said(mobility))
    assert said(mobility)[0].startswith("Ook zo komt het aan.")

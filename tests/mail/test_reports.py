"""Reports of other servers: to whom a mail did not go, why, and whether the address is to blame."""

import pytest

from conversations.mail import mime, reports
from tests.mail.test_mime import mail, multipart, part

pytestmark = pytest.mark.once

QMAIL = """Hi. This is the qmail-send program at mx.stad.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<jan@stad.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 <jan@stad.example>: Recipient address rejected: User unknown
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <b-abc@beraad.example>
To: piet@elders.example
"""
YAHOO = """Message from yahoo.example.
Unable to deliver message to the following address(es).

<jan@stad.example>:
This user doesn't have a yahoo.example account (jan@stad.example) [-9]
"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  jan@stad.example
    host mx.stad.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<jan@stad.example>:
    452 4.2.2 Mailbox full
  piet@stad.example
    Unrouteable address

------ This is a copy of the message, including all the headers. ------
"""
EXIM_DELAY = """This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.elders.example.

The address to which the message has not yet been delivered is:

  jan@stad.example
    Delay reason: Connection timed out

No action is required on your part. Delivery attempts will continue.
"""
POSTFIX = """This is the mail system at host mx.elders.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<jan@stad.example>: host mx.stad.example[192.0.2.7] said: 554 5.7.1 Service unavailable;
    Client host blocked using zen.spamhaus.example (in reply to RCPT TO command)
"""
SENDMAIL = """The original message was received at Mon, 5 Jan 2026 10:12:00 +0100

   ----- The following addresses had permanent fatal errors -----
<jan@stad.example>

   ----- Transcript of session follows -----
... while talking to mx.stad.example.:
>>> RCPT To:<jan@stad.example>
<<< 550 Requested action not taken: mailbox unavailable
550 <jan@stad.example>... User unknown
"""
EXCHANGE = """Your message did not reach some or all of the intended recipients.

      Subject:  Dijk
      Sent:     5-1-2026 10:12

The following recipient(s) could not be reached:

      'jan@stad.example' on 5-1-2026 10:13
            The e-mail account does not exist at the organization this message was sent to.
            <mx.stad.example #5.1.1>
"""
GMAIL = """Delivery to the following recipient failed permanently:

     jan@stad.example

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain.

The error that the other server returned was:
550 5.2.1 The email account that you tried to reach is disabled.

----- Original message -----
"""
NOTES = """Your message

  Subject: Dijk

was not delivered to:

  jan@stad.example

because:

  User jan (jan@stad.example) not listed in Domino Directory
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (QMAIL, [("jan@stad.example", "failed", "5.1.1", "hard")]),
        (YAHOO, [("jan@stad.example", "failed", "", "hard")]),
        (EXIM, [("jan@stad.example", "failed", "4.2.2", "soft"),
                ("piet@stad.example", "failed", None, "hard")]),
        (EXIM_DELAY, [("jan@stad.example", "delayed", "", "delayed")]),
        (POSTFIX, [("jan@stad.example", "failed", "5.7.1", "refused")]),
        (SENDMAIL, [("jan@stad.example", "failed", "5.0.0", "hard")]),
        (EXCHANGE, [("jan@stad.example", "failed", "5.1.1", "hard")]),
        (GMAIL, [("jan@stad.example", "failed", "5.2.1", "hard")]),
        (NOTES, [("jan@stad.example", "failed", "", "hard")]),
    ],
)  # fmt: skip
def test_notices_of_servers_are_read_by_their_form(words, expected):
    found = reports.read(mime.read(mail(words.encode(), sender=b"MAILER-DAEMON@x.nl")))
    assert [(report.recipient, report.action, report.kind) for report in found] == [
        (recipient, action, kind) for recipient, action, _status, kind in expected
    ]
    for report, (_recipient, _action, status, _kind) in zip(found, expected, strict=True):
        assert status is None or report.status == status


def test_recipients_in_the_headers_are_taken_where_the_text_names_none():
    raw = mail(
        b"Delivery failed.\r\n550 No such user", x_failed_recipients=b"Jan@stad.example, p@x.nl"
    )
    found = reports.read(mime.read(raw))
    assert [(report.recipient, report.kind) for report in found] == [
        ("jan@stad.example", "hard"), ("p@x.nl", "hard"),
    ]  # fmt: skip


STATUS = """Reporting-MTA: dns; mx.elders.example
Arrival-Date: Mon, 5 Jan 2026 10:12:00 +0100

Original-Recipient: rfc822;Jan@stad.example
Final-Recipient: rfc822; j.jansen@intern.example
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp; 550 5.1.10
 RESOLVER.ADR.RecipientNotFound; not found

Final-Recipient: rfc822; piet@stad.example
Action: delayed (will retry)
Status: 4.4.1

Final-Recipient: rfc822; truus@stad.example
Status: 2.0.0
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_delivery_status_names_each_recipient(line_end):
    words = STATUS.replace("\n", line_end).encode()
    raw = multipart(part(b"Niet bezorgd."), part(words, b"message/delivery-status"), kind=b"report")
    found = reports.read(mime.read(raw))
    assert [(report.recipient, report.action, report.status, report.kind) for report in found] == [
        ("jan@stad.example", "failed", "5.1.10", "hard"),
        ("piet@stad.example", "delayed", "4.4.1", "delayed"),
        ("truus@stad.example", "delivered", "2.0.0", "delivered"),
    ]
    assert found[0].diagnostic == "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found"


@pytest.mark.parametrize(
    ("status", "diagnostic", "kind"),
    [
        ("5.1.1", "", "hard"), ("5.1.2", "", "hard"), ("5.2.1", "", "hard"), ("5.4.4", "", "hard"),
        ("5.0.0", "550 No such user here", "hard"),
        ("5.0.0", "550 Mailbox does not exist", "hard"),
        ("5.4.1", "Recipient address rejected: Access denied. AS(201806281)", "hard"),
        ("5.7.1", "550 5.7.1 User unknown in relay recipient table", "hard"),
        ("", "user unknown", "hard"),
        ("5.2.2", "552 5.2.2 Mailbox full", "soft"), ("4.2.2", "over quota", "soft"),
        ("5.0.0", "552 Quota exceeded", "soft"), ("4.4.1", "Connection timed out", "soft"),
        ("5.4.7", "Delivery time expired", "soft"), ("5.3.4", "message too big", "soft"),
        ("", "", "soft"),
        ("5.7.1", "Message rejected as spam", "refused"), ("5.7.26", "unauthenticated", "refused"),
        ("4.7.0", "greylisted by policy", "refused"),
        ("5.0.0", "554 Your IP is blocked, see our reputation page", "refused"),
        ("5.0.0", "550 DMARC check failed", "refused"),
        ("5.1.0", "550 5.1.0 sender rejected by SPF", "hard"),
    ],
)  # fmt: skip
def test_only_what_says_something_about_the_address_counts_against_it(status, diagnostic, kind):
    assert reports.Report("jan@stad.example", "failed", status, diagnostic).kind == kind


@pytest.mark.parametrize(
    "words", ["Ik ben er niet. Mail naar:\npiet@stad.example", "Akkoord.", "", "550 euro\na@b.nl"]
)
def test_what_people_write_reports_nothing(words):
    assert reports.read(mime.read(mail(words.encode()))) == []

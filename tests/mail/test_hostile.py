"""Broken and malicious mails get what they must: nothing is lost, and nobody is fooled."""

import pytest

from conversations.mail import addresses
from conversations.models import Bouncing
from tests.mail.written import mail, with_files
from tests.processor import within

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WHO = "Samira <samira@voorbeeld.nl>"
GOOD = "Prima zo."


def bare(body, **fields):
    """A mail with these fields only, byte for byte."""
    head = {"From": WHO, "Subject": "Re: Fietsen langs de singel"}
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in head.items() if value is not None]
    return "\n".join(lines).encode("latin-1") + b"\n\n" + body


def coded(charset, body, encoding="8bit"):
    return bare(
        body, Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding=encoding
    )


def parts(body, boundary="b"):
    return bare(body, Content_Type=f"multipart/mixed; boundary={boundary}")


POSTED = {
    "a blank line before it": (b"\r\n" + mail(WHO, GOOD), GOOD),
    "a line of an mbox": (b"From samira Mon Jan  5 10:12:00 2026\n" + mail(WHO, GOOD), GOOD),
    "no date, no id": (bare(GOOD.encode()), GOOD),
    "a date to come": (mail(WHO, GOOD, Date="Fri, 01 Jan 2100 00:00:00 +0000"), GOOD),
    "Windows as Latin-1": (coded("iso-8859-1", b"\x80 5 \x96 \x93ja\x94"), "€ 5 – “ja”"),
    "UTF-8 as ASCII": (coded("us-ascii", "Ideeën".encode()), "Ideeën"),
    "Latin-1 as UTF-8": (coded("utf-8", "Ideeën".encode("latin-1")), "Ideeën"),
    "a charset of nowhere": (coded("x-nergens", GOOD.encode()), GOOD),
    "an encoding of nowhere": (coded("utf-8", GOOD.encode(), "x-nergens"), GOOD),
    "broken base64": (coded("utf-8", b"UHJpbWEgem8u=\n!!", "base64"), GOOD),
    "NUL": (coded("utf-8", b"Prima\x00 zo."), GOOD),
    "turned direction": (coded("utf-8", "Prima\u202e zo.".encode()), GOOD),
    "parts without a boundary": (
        bare(GOOD.encode(), Content_Type="multipart/mixed"), GOOD,
    ),
    "a boundary that never comes": (parts(GOOD.encode(), "nergens"), GOOD),
    "parts that do not end": (parts(b"--b\nContent-Type: text/plain\n\n" + GOOD.encode()), GOOD),
    "a script": (
        bare(b"<p>Prima zo.</p><script>alert(1)</script>", Content_Type="text/html"), GOOD,
    ),
    "a picture from elsewhere": (
        bare(
            b'<p>Prima zo.<img src="https://spion.example/1.gif" width=1 height=1></p>',
            Content_Type="text/html",
        ),
        GOOD,
    ),
    "deep nesting": (
        bare(b"<div>" * 20_000 + b"Prima zo." + b"</div>" * 20_000, Content_Type="text/html"), GOOD,
    ),
    "tags that never close": (
        bare(b"<p>Prima zo." + b"<b" * 100_000, Content_Type="text/html"), GOOD,
    ),
    "many references": (
        mail(WHO, GOOD, References="\r\n ".join(f"<{n}@elders.nl>" for n in range(3_000))), GOOD,
    ),
    "the start of an attribution, over and over": (mail(WHO, "Op ma " * 20_000), None),
    "the start of a header, over and over": (mail(WHO, "Van: a\n" * 10_000), None),
    "spaces": (mail(WHO, GOOD + " " * 100_000 + "x"), None),
    "quotes in quotes": (mail(WHO, f"{GOOD}\n\n" + ">" * 100_000), None),
    "a hundred thousand lines": (mail(WHO, "x\n" * 100_000), None),
}  # fmt: skip


@pytest.mark.parametrize("name", POSTED)
def test_what_is_broken_is_read_as_far_as_it_goes_and_soon(comes_in, reply_to, samira, name):
    raw, text = POSTED[name]
    with within(5):
        delivery = comes_in(raw, reply_to(samira))
    assert delivery.outcome == "posted"
    assert text is None or delivery.message.body == text


REJECTED = {
    "nothing at all": b"",
    "no header": b"Hallo\n\nDaar",
    "no sender": bare(b"x", From=None),
    "two senders": b"From: samira@voorbeeld.nl\n" + bare(b"x", From="mallory@elders.nl"),
    "two addresses": bare(b"x", From="samira@voorbeeld.nl, mallory@elders.nl"),
    "another's address as a name": bare(b"x", From='"samira@voorbeeld.nl" <mallory@elders.nl>'),
    "no words": mail(WHO, " \n\n"),
    "two thousand fields": "".join(f"X-{n}: v\n" for n in range(2_000)).encode() + mail(WHO, GOOD),
    "a field without end": bare(GOOD.encode(), X_Lang="a" * 400_000),
    "six hundred parts": parts(b"--b\nContent-Type: text/plain\n\nx\n" * 600 + b"--b--"),
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 40 + mail(WHO, GOOD),
    "encrypted": bare(b"MIIB", Content_Type="application/pkcs7-mime; smime-type=enveloped-data"),
}


@pytest.mark.parametrize("name", REJECTED)
def test_what_has_no_one_sender_or_passes_a_bound_is_rejected(comes_in, reply_to, samira, name):
    delivery = comes_in(REJECTED[name], reply_to(samira))
    assert delivery.outcome == "rejected"
    code, text = delivery.smtp_reply
    assert 550 <= code <= 554
    assert text.startswith("5.")
    assert text.isascii()


def report(action, status):
    return bare(
        b"--b\nContent-Type: text/plain\n\nNiet bezorgd\n--b\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.voorbeeld.nl\n\n"
        b"Final-Recipient: rfc822; samira@voorbeeld.nl\nAction: %b\nStatus: %b\n--b--\n"
        % (action, status),
        From="MAILER-DAEMON@voorbeeld.nl",
        Return_Path="<>",
        Content_Type="multipart/report; report-type=delivery-status; boundary=b",
    )


DROPPED = {
    "out of office": (mail(WHO, "Weg", Auto_Submitted="auto-replied"), "auto-reply"),
    "out of office, by its subject": (
        mail(WHO, "Weg", subject="Automatisch antwoord: Fietsen"), "auto-reply",
    ),
    "a receipt": (
        bare(
            b"--b\nContent-Type: text/plain\n\nGelezen\n--b\n"
            b"Content-Type: message/disposition-notification\n\nDisposition: manual-action\n--b--",
            Content_Type="multipart/report; report-type=disposition-notification; boundary=b",
        ),
        "receipt",
    ),
    "an answer to an invitation elsewhere": (
        bare(
            b"BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR",
            Content_Type="text/calendar; method=REPLY",
        ),
        "calendar",
    ),
    "our own mail": (mail(WHO, GOOD, X_Loop="localhost"), "loop"),
    "sixty servers": (b"Received: from a by b; nu\r\n" * 60 + mail(WHO, GOOD), "loop"),
    "a delay": (report(b"delayed", b"4.4.1"), "delay"),
}  # fmt: skip


@pytest.mark.parametrize("name", DROPPED)
def test_what_nobody_wrote_is_dropped_and_never_answered(
    comes_in, reply_to, mobility, samira, answered, name
):
    raw, reason = DROPPED[name]
    delivery = comes_in(raw, reply_to(samira), transport="imap")
    assert (delivery.outcome, delivery.reason) == ("dropped", reason)
    assert mobility.messages.count() == 1
    assert not answered()


def test_a_bounce_counts_against_the_address_that_it_is_about(comes_in, mobility, samira):
    raw = report(b"failed", b"5.1.1")
    delivery = comes_in(raw, addresses.bounce_address(samira, mobility), envelope_from="")
    assert (delivery.outcome, delivery.reason) == ("dropped", "bounce")
    assert Bouncing.objects.get().email == samira.email
    forged = comes_in(raw.replace(b"samira@", b"daan@"), "beraad@localhost", envelope_from="")
    assert forged.reason == "bounce"
    assert Bouncing.objects.count() == 1


NAMED = {
    "RFC 2231": ("filename*=utf-8''co%C3%B6rdinatie.pdf", "coördinatie.pdf"),
    "a path": ('filename="../../etc/shadow"', "shadow"),
    "a page": ("filename=a.html", "a.html"),
}


@pytest.mark.parametrize("name", NAMED)
def test_files_have_harmless_names_and_are_for_download(comes_in, reply_to, samira, name):
    field, expected = NAMED[name]
    head = f"Content-Type: application/octet-stream\nContent-Disposition: attachment; {field}"
    delivery = comes_in(with_files(WHO, "Zie", (head, "PGI+")), reply_to(samira))
    assert delivery.outcome == "attached"
    kept = delivery.message.attachments.all()[0]
    assert (kept.name, kept.content_type) == (expected, "application/octet-stream")

"""The bytes of a mail to what it says, also where they are broken."""

from datetime import UTC, datetime, timedelta

import pytest

from conversations.mail import mime

pytestmark = pytest.mark.once


def mail(body=b"Akkoord.", *, sender=b"Jan Jansen <jan@rivierstad.example>", **fields):
    """The bytes of a mail with these fields: `content_type=b"..."`."""
    head = {"from": sender, "message_id": b"<1@rivierstad.example>"} | fields
    lines = [name.replace("_", "-").encode() + b": " + value for name, value in head.items()]
    return b"\r\n".join([*lines, b"", body])


def part(body, content_type=b"text/plain; charset=utf-8", *more):
    return b"\r\n".join([b"--grens", b"Content-Type: " + content_type, *more, b"", body, b""])


def multipart(*parts, kind=b"mixed"):
    fields = {"content_type": b"multipart/" + kind + b'; boundary="grens"'}
    return mail(b"".join(parts) + b"--grens--\r\n", **fields)


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        (b"iso-8859-1", b"\x80 5 \x96 \x93goed\x94", "€ 5 – “goed”"),
        (b"us-ascii", "ideeën".encode(), "ideeën"),
        (b"utf-8", b"idee\xebn", "ideeën"),
        (b"utf-8", "ideeën – ".encode() + b"idee\xebn", "ideeën – ideeën"),
        (b"x-nergens", b"Akkoord", "Akkoord"),
        (b"rot13", b"Akkoord", "Akkoord"),
        (b"utf-7", b"+ADw-b+AD4-", "<b>"),
        (b"utf-7", b"a+2AA-b", "a\ufffdb"),
        (b"gb2312", "镕".encode("gb18030"), "镕"),
        (b"windows-1251", "Да".encode("cp1251"), "Да"),
        (b'"utf-8"', "ë".encode(), "ë"),
        (b"utf-8", b"Akk\x00oord", "Akkoord"),
        (b"utf-8", "Zie \u202egnp.exe\u202c".encode(), "Zie gnp.exe"),
        (b"utf-8", b"een\rtwee\r\ndrie\nvier", "een\ntwee\ndrie\nvier"),
    ],
)
def test_what_is_written_is_read_whatever_charset_is_claimed(charset, body, text):
    assert mime.read(mail(body, content_type=b"text/plain; charset=" + charset)).text == text


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        (b"base64", b"QWtrb29yZC4!!!", "Akkoord."),
        (b"base64", b"QWtr\r\nb29yZC4=\r\n-- \r\neen voet", "Akkoord."),
        (b"BASE64 ", b"QWtrb29yZC4", "Akkoord."),
        (b"base64", b"QWtrb", "Akk"),
        (b"quoted-printable", b"Akk=ZZoord =\r\n=C3=AB", "Akk=ZZoord ë"),
        (b"quoted-printable", b"Akkoord=", "Akkoord"),
        (b"x-nergens", b"Akkoord.", "Akkoord."),
    ],
)
def test_broken_encodings_give_what_is_left(encoding, body, text):
    assert mime.read(mail(body, content_transfer_encoding=encoding)).text == text


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n\n" + mail(),
        b"From jan Mon Jan  5 10:12:00 2026\n" + mail(),
        mail().replace(b"\r\n", b"\n"),
        mail().replace(b"\r\n", b"\r"),
        mail(content_type=b"multipart/alternative"),
        mail(content_type=b"multipart/mixed; boundary=nergens"),
        mail(part(b"Akkoord."), content_type=b"multipart/mixed; boundary=grens"),
        mail(part(b"Akkoord.") + b"--grens--", content_type=b"multipart/mixed; boundary=anders"),
        mail(b"--grens\r\nAkkoord.\r\n--grens--", content_type=b"multipart/mixed; boundary=grens"),
        mail(b"--grens \r\n\r\nAkkoord.\r\n--grens--", content_type=b"multipart/x; boundary=grens"),
        multipart(part(b"", b"multipart/alternative; boundary=grens"), part(b"Akkoord.")),
        mail(content_type=b"text"),
        mail(x_return=b"een\rtwee", subject=b"Dijk"),
        mail(content_type=b'text/plain; charset="\x00\xff"'),
        mail(b"", x_last=b"x").rstrip() + b"\r\nAkkoord.",
        mail(content_type=b"text/plain; name=ATT1.txt"),
    ],
)  # fmt: skip
def test_a_mail_that_is_built_wrong_is_read_all_the_same(raw):
    read = mime.read(raw)
    assert (read.text, read.address, read.files) == ("Akkoord.", "jan@rivierstad.example", [])


def test_alternatives_are_one_text_and_what_stands_beside_them_is_not_lost():
    both = part(
        b"--binnen\r\n\r\nJa.\r\n"
        b"--binnen\r\nContent-Type: text/html\r\n\r\n<b>Ja.</b>\r\n--binnen--",
        b"multipart/alternative; boundary=binnen",
    )
    read = mime.read(multipart(both, part(b"1 < 2")))
    assert read.text == "Ja.\n\n1 < 2"
    assert read.html == "<b>Ja.</b>\n<div>1 &lt; 2</div>"


def test_a_text_of_which_a_piece_is_html_only_is_whole_as_html_only():
    read = mime.read(multipart(part(b"Boven."), part(b"<p>Onder.</p>", b"text/html")))
    assert (read.text, read.html) == ("", "<div>Boven.</div>\n<p>Onder.</p>")


def test_html_names_its_own_charset():
    html = b'<html><head><meta charset="windows-1251"></head>' + "Да".encode("cp1251")
    assert mime.read(mail(html, content_type=b"text/html")).html.endswith("Да")


@pytest.mark.parametrize(
    ("parameters", "body", "text"),
    [
        (b"", b"Een lange \r\nzin.\r\n\r\nNieuw.", "Een lange zin.\n\nNieuw."),
        (b"; delsp=yes", b"Een lan \r\nge zin.", "Een lange zin."),
        (b"", b"> Gezegd \r\n> is.\r\n>> Eerder.\r\nJa.", "> Gezegd is.\n>> Eerder.\nJa."),
        (b"", b"> Gezegd \r\nJa.", "> Gezegd \nJa."),
        (b"", b"Ja. \r\n-- \r\nJan", "Ja. \n-- \nJan"),
        (b"", b" From hier.\r\n > geen citaat", "From hier.\n> geen citaat"),
    ],
)
def test_flowed_lines_become_the_authors_again(parameters, body, text):
    read = mime.read(mail(body, content_type=b"text/plain; format=flowed" + parameters))
    assert (read.text, read.flowed) == (text, True)


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        (b"jan@stad.example", "", "jan@stad.example"),
        (b"Jan <JAN@Stad.example>", "Jan", "jan@stad.example"),
        (b'"Jansen, Jan" <jan@stad.example>', "Jansen, Jan", "jan@stad.example"),
        (b"Jansen, Jan <jan@stad.example>", "Jansen, Jan", "jan@stad.example"),
        (b"jan@stad.example (Jan (van de dijk) Jansen)", "Jan (van de dijk) Jansen",
         "jan@stad.example"),
        (b"=?utf-8?q?Zo=C3=AB_D=C3=AEner?= <zoe@stad.example>", "Zoë Dîner", "zoe@stad.example"),
        (b"=?utf-8?b?Wm/D?=\r\n =?utf-8?b?qw==?= <zoe@stad.example>", "Zoë", "zoe@stad.example"),
        (b"Zo\xeb <zoe@stad.example>", "Zoë", "zoe@stad.example"),
        (b'"jan@stad.example" <jan@stad.example>', "", "jan@stad.example"),
        (b"=?utf-8?q?baas=40x=2Enl=2C_Jan?= <jan@x.nl>", "", "jan@x.nl"),
    ],
)  # fmt: skip
def test_the_sender_is_one_address_and_a_name(sender, name, address):
    read = mime.read(mail(sender=sender))
    assert (read.name, read.address) == (name, address)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no address"), (b"Akkoord.", "no address"), (mail(sender=b""), "no address"),
        (mail(sender=b"Jan"), "no address"), (mail(sender=b"<>"), "no address"),
        (mail(sender=b"leden:;"), "no address"), (mail(sender=b"<@relay:jan@x.nl>"), "no address"),
        (b"From: baas@x.nl\r\n" + mail(), "more than one From"),
        (mail(sender=b"jan@x.nl, baas@y.nl"), "more than one address"),
        (mail(sender=b"Jan <jan@x.nl> <baas@y.nl>"), "more than one address"),
        (mail(sender=b'"baas@werk.example" <jan@x.nl>'), "another address"),
        (mail(sender=b"baas@werk.example <jan@x.nl>"), "another address"),
        (mail(sender="baas＠werk.example <jan@x.nl>".encode()), "another address"),
        (mail(sender="baa\u017f <\u212aaren@x.nl>".encode()), "no address"),
        (mail(sender=b"jan@x.nl," + b" " * 10_000 + b"baas@y.nl"), "too long"),
        (mail(sender=b"=?utf-8?q?baas=40werk=2Eexample?= <jan@x.nl>"), "another address"),
    ],
)  # fmt: skip
def test_without_one_sender_a_mail_is_refused(raw, reason):
    with pytest.raises(mime.Refused, match=reason) as refused:
        mime.read(raw)
    assert refused.value.code == "550 5.7.1"


@pytest.mark.parametrize(
    ("sent", "subject", "is_reply", "is_forward"),
    [
        (b"Re: Dijk", "Dijk", True, False),
        (b"Antw: RE: [Polder] Dijk", "Dijk", True, False),
        (b"AW[2]: Dijk", "Dijk", True, False),
        (b"Re : Dijk", "Dijk", True, False),
        ("回复：Dijk".encode(), "Dijk", True, False),
        (b"FW: Re: Dijk", "Dijk", False, True),
        (b"Doorst: Dijk", "Dijk", False, True),
        (b"Re: Fwd: Dijk", "Dijk", True, False),
        (b"Regels: wie doet wat", "Regels: wie doet wat", False, False),
        (b"I: een keuze", "I: een keuze", False, False),
        (b"=?iso-8859-1?Q?Priv=E9?==?utf-8?Q?_of_niet=3F?=", "Privé of niet?", False, False),
        (b"=?utf-8?Q?Co?= =?utf-8?Q?=C3?= =?utf-8?Q?=B6?=rdinatie", "Coördinatie", False, False),
        (b"=?x-nergens?Q?Dijk?= =?utf-8?B?IQ?= =?utf-8?X?a?=", "Dijk! =?utf-8?X?a?=", False, False),
        (b"Co\xc3\xb6rdinatie", "Coördinatie", False, False),
        (b"", "", False, False),
    ],
)
def test_the_subject_is_bare(sent, subject, is_reply, is_forward):
    read = mime.read(mail(subject=sent))
    assert (read.subject, read.is_reply, read.is_forward) == (subject, is_reply, is_forward)


def test_what_it_answers_is_bounded_and_the_nearest_is_last():
    ids = b" ".join(b"<%d@x>" % number for number in range(5_000))
    read = mime.read(mail(references=ids, in_reply_to=b"<naaste@x> (van Jan)"))
    assert read.references[:2] == ["0@x", "1@x"]
    assert read.references[-2:] == ["4999@x", "naaste@x"]
    assert len(read.references) == 40
    assert read.is_reply
    assert mime.read(mail(in_reply_to=b"<a@x>", references=b"<a@x>")).references == ["a@x"]


def test_a_mail_without_an_id_has_one_that_is_the_same_each_time():
    raw = mail(message_id=b"")
    assert mime.read(raw).message_id == mime.read(raw).message_id
    assert mime.read(raw).message_id.startswith("sha256-")
    assert mime.read(raw).message_id != mime.read(raw + b"!").message_id
    assert len(mime.read(mail(message_id=b"<" + b"x" * 900 + b">")).message_id) == 71
    assert mime.read(mail(message_id=b"<a\0b@x>")).message_id.startswith("sha256-")
    assert mime.read(mail(references=b"<a\0b@x> <c@x>")).references == ["c@x"]


def test_a_date_is_in_the_past_and_aware():
    read = mime.read(mail(date=b"Mon, 05 Jan 2026 10:12:00 +0100"))
    assert read.sent_at == datetime(2026, 1, 5, 9, 12, tzinfo=UTC)
    for date in (
        b"Fri, 01 Jan 2100 00:00:00",
        b"gisteren",
        b"Mon, 05 Jan 1066 00:00 +2359",
        b"1 2",
    ):
        now = datetime.now(UTC)
        assert now - timedelta(minutes=1) < mime.read(mail(date=date)).sent_at <= datetime.now(UTC)

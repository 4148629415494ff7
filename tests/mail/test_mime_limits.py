"""Whatever a mail holds, reading it takes little time and memory, or it is refused."""

import encodings
import os
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.mail import automatic, mime, reports
from tests.mail.test_mime import mail, multipart, part
from tests.mail.test_mime_files import attached, signed, winmail
from tests.processor import within

pytestmark = pytest.mark.once

MEGABYTES = 1024 * 1024


def nested(levels):
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(levels)
    )
    return b"From: jan@x.nl\r\n" + head + b"\r\nAkkoord."


INNER = multipart(*[part(b"x")] * 9).replace(b"grens", b"binnen")
SIGNED = signed(INNER)
PACKED = winmail(*[(b"a.txt", b"x")] * 100)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (multipart(*[part(b"x")] * 501), "more than 500 parts"),
        (multipart(*[part(INNER, b"message/rfc822")] * 60), "500 parts"),
        (multipart(*[attached(b"application/pkcs7-mime", content=SIGNED)] * 60), "500 parts"),
        (multipart(*[attached(b"application/ms-tnef", content=PACKED)] * 9), "500 parts"),
        (multipart(*[part(b"", b"text/plain", b"X-Long: " + b"a" * 200_000)] * 11), "2048 kB"),
        (nested(500), "deeper than 20 levels"),
        (b"From: jan@x.nl\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 300, "20 levels"),
        (b"X-H: v\r\n" * 20_000 + mail(), "more than 1000 header fields"),
        (mail(x_long=b"a" * 1_000_000), "headers of more than 256 kB"),
        (multipart(part(b"", b"text/plain", b"X-Long: " + b"a" * 300_000)), "256 kB"),
        (b"a" * 1_000_000, "256 kB"),
    ],
)
def test_what_is_over_the_limits_is_refused(raw, reason):
    with pytest.raises(mime.Refused, match=reason) as refused:
        mime.read(raw)
    assert refused.value.code == "552 5.3.4"


def test_what_is_just_within_them_is_read():
    assert mime.read(nested(20)).text == "Akkoord."
    assert len(mime.read(multipart(*[part(b"x")] * 499)).text.split()) == 499


HEADERS = {
    "parameters": lambda: multipart(
        *[part(b"x", b'text/plain; a%d="' % n + b";" * 9_900) for n in range(190)]
    ),
    "folds": lambda: multipart(*[part(b"x", b"text/plain" + b"\r\n \xff" * 60_000)] * 8),
    "charsets": lambda: mail(subject=b"".join(b"=?x%d?q?a?=" % n for n in range(800))),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_headers_within_the_limits_take_two_seconds(kind):
    raw, remembered = HEADERS[kind](), len(encodings._cache)
    with within(2):
        mime.read(raw)
    assert len(encodings._cache) == remembered


LARGE = 35 * 1000 * 1000
LARGE_MAILS = {
    "a file": lambda: multipart(attached(b"application/pdf", content=os.urandom(LARGE * 20 // 27))),
    "broken base64": lambda: mail(b"QUJ!\n" * (LARGE // 5), content_transfer_encoding=b"base64"),
    "empty lines": lambda: mail(b"\n" * LARGE),
    "wide letters": lambda: mail("😀".encode() * (LARGE // 4), content_type=b"text/plain"),
    "stray bytes": lambda: mail(b"\xeb" * LARGE, content_type=b"text/plain; charset=utf-8"),
    "marks": lambda: mail("\u0301\u0323".encode() * (LARGE // 4), content_type=b"text/plain"),
    "tags": lambda: mail(b"<b>" * (LARGE // 3), content_type=b"text/html"),
    "delimiters": lambda: mail(
        b"\n--grens" * (LARGE // 8), content_type=b"multipart/mixed; boundary=grens2"
    ),
    "TNEF": lambda: mail(
        winmail() + b"\x02\x02\x90" + b"\0" * LARGE, content_type=b"application/ms-tnef"
    ),
    "S/MIME": lambda: mail(b"\x30\x80" * (LARGE // 2), content_type=b"application/pkcs7-mime"),
    "many texts": lambda: multipart(*[part("ë".encode() * 35_000)] * 499),
}


def test_a_file_of_35_mb_takes_seconds_and_little_memory():
    raw = LARGE_MAILS["a file"]()
    with within(5):
        mime.read(raw)
    tracemalloc.start()
    mime.read(raw)
    assert tracemalloc.get_traced_memory()[1] < 150 * MEGABYTES
    tracemalloc.stop()


@pytest.mark.parametrize("kind", sorted(LARGE_MAILS.keys() - {"a file"}))
def test_seven_mb_of_anything_take_two_seconds(kind, monkeypatch):
    monkeypatch.setitem(globals(), "LARGE", 7_000_000)
    raw = LARGE_MAILS[kind]()
    with within(2):
        mime.read(raw)


SEEDS = [
    multipart(part(b"Ja."), part(b"<p>Ja</p>", b"text/html"), attached(b"image/png; name=a.png")),
    multipart(
        part(b"Final-Recipient: rfc822; j@x.nl\r\nAction: failed\r\n", b"message/delivery-status"),
        part(mail(subject=b"=?utf-8?q?Dijk?="), b"message/rfc822"),
        kind=b"report",
    ),
    multipart(attached(b"application/ms-tnef", content=winmail((b"a.txt", b"tekst")))),
    mail(b"> ja \r\nnee", content_type=b"text/plain; format=flowed; delsp=yes; charset=utf-7"),
    mail(b"begin 644 a\n#0V%T\n`\nend\n", references=b"<a@b> <c@d>", to=b'"x" <a@b>, (c) d@e'),
    mail(b"MIIB", content_type=b"application/pkcs7-mime; smime-type=signed-data"),
    mail(b"<jan@x.nl>: 550 5.1.1 unknown", sender=b"MAILER-DAEMON@x.nl", return_path=b"<>"),
]  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(
        st.tuples(
            st.integers(0, 2_000),
            st.integers(0, 60),
            st.one_of(st.binary(max_size=40), st.sampled_from(
                [b"--grens", b"\r\n\r\n", b"\n", b'"', b"(", b"=?utf-8?q?", b";", b"*0*=", b"\0",
                 b"Content-Type: multipart/mixed; boundary=grens\r\n", b"=" * 500, b"\xff" * 90]
            )),
        ),
        max_size=8,
    ),
)  # fmt: skip
def test_a_mail_that_was_damaged_anywhere_is_read_or_refused(seed, changes):
    raw = seed
    for at, length, put in changes:
        at = at % (len(raw) + 1)
        raw = raw[:at] + put + raw[at + length :]
    with within(1):
        try:
            read = mime.read(raw)
        except mime.Refused as refused:
            assert refused.code[0] == "5"
        else:
            automatic.kind(read, host="beraad.example")
            reports.read(read)
            assert "\0" not in read.text + read.html + read.subject + read.name
            assert "@" in read.address
            (read.text + read.html + read.subject_as_sent + read.name).encode()

"""The files in a mail: attached, packed for Outlook, written into the text, or signatures."""

import base64
import struct
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from conversations.mail import mime
from tests.mail.test_mime import mail, multipart, part

pytestmark = pytest.mark.once


def attached(content_type, *more, content=b"x"):
    more = more or (b"Content-Disposition: attachment",)
    encoded = base64.encodebytes(content)
    return part(encoded, content_type, b"Content-Transfer-Encoding: base64", *more)


def names(*parts):
    read = mime.read(multipart(part(b"Zie bijlage."), *parts))
    assert read.text == "Zie bijlage."
    return [file.name for file in read.files]


@pytest.mark.parametrize(
    ("content_type", "disposition", "name"),
    [
        (b'text/csv; name="a.csv"', b"attachment", "a.csv"),
        (b"application/pdf", b"attachment; filename*0*=utf-8''be%20;\r\n filename*1*=co%C3%B6.pdf",
         "be coö.pdf"),
        (b"application/pdf", b"attachment; filename*=''zonder.pdf", "zonder.pdf"),
        (b"application/pdf", b"attachment; filename*=iso-8859-1''co%F6.pdf", "coö.pdf"),
        (b'application/pdf; name="=?utf-8?Q?co=C3=B6=2Epdf?="', b"attachment", "coö.pdf"),
        (b"application/pdf", "attachment; filename=\"coö.pdf\"".encode("latin-1"), "coö.pdf"),
        (b"text/plain", b'attachment; filename="../../etc/passwd"', "passwd"),
        (b"text/plain", rb'attachment; filename="C:\\temp\\a.txt"', "a.txt"),
        (b"text/plain", b'attachment; filename=".htaccess"', "htaccess"),
        (b"text/plain", "attachment; filename=\"a\u202etxt.exe\"".encode(), "atxt.exe"),
        (b"image/png", b"attachment", "bijlage-1.png"),
        (b"image/png", b'attachment; filename="../.."', "bijlage-1.png"),
        (b"application/x-nergens", b"attachment", "bijlage-1.bin"),
        (b"text/html; name=a.html", b"inline", "a.html"),
        (b"text/plain", b"attachment; filename=" + b"a" * 400 + b".txt", "a" * 120 + ".txt"),
    ],
)  # fmt: skip
def test_names_are_read_and_made_harmless(content_type, disposition, name):
    assert names(attached(content_type, b"Content-Disposition: " + disposition)) == [name]


def test_a_type_that_is_none_is_not_passed_on():
    part = attached(b"image/<svg>; name=a.svg")
    assert mime.read(multipart(part)).files[0].content_type == "application/octet-stream"


def test_words_that_exchange_puts_after_a_file_stay_words():
    after = part(b"Graag voor maandag.", b"text/plain; name=ATT00001.txt",
                 b"Content-Disposition: attachment; filename=ATT00001.txt")  # fmt: skip
    read = mime.read(multipart(part(b"Zie bijlage."), attached(b"image/png; name=a.png"), after))
    assert read.text == "Zie bijlage.\n\nGraag voor maandag."
    assert [file.name for file in read.files] == ["a.png"]


def test_twins_get_a_number():
    twins = [attached(b"text/csv; name=a.csv"), attached(b"text/csv; name=A.csv")]
    assert names(*twins, attached(b"image/png"), attached(b"image/gif")) == [
        "a.csv", "A-2.csv", "bijlage-1.png", "bijlage-2.gif",
    ]  # fmt: skip


def test_a_picture_that_the_words_show_is_inline():
    picture = attached(b"image/png; name=s.png", b"Content-ID: <i1@x>")
    other = attached(b"image/png; name=t.png", b"Content-ID: <i2@x>")
    third = attached(b"image/png; name=u.png", b"Content-ID: <i&3@x>")
    html = part(b'<p>Zie <img src="cid:i1@x"> <img src="cid:i&amp;3%40x"></p>', b"text/html")
    files = mime.read(multipart(html, picture, other, third, kind=b"related")).files
    assert [(file.name, file.content_id, file.inline) for file in files] == [
        ("s.png", "i1@x", True), ("t.png", "i2@x", False), ("u.png", "i&3@x", True),
    ]  # fmt: skip


def test_a_mail_in_the_mail_is_a_file_named_after_its_subject():
    inside = mail(b"Eerder.", subject=b"=?utf-8?q?Dijk=2Fdam?=")
    assert names(part(inside, b"message/rfc822")) == ["Dijk-dam.eml"]
    assert mime.read(multipart(part(inside, b"message/rfc822"))).files[0].content == inside
    # Some programs encode it, though they should not; then it may be large.
    large = mail(b"x" * 300_000)
    assert (
        mime.read(multipart(attached(b"message/rfc822", content=large))).files[0].content == large
    )


def test_an_answer_to_an_invitation_is_no_file_and_an_invitation_is_one():
    read = mime.read(multipart(part(b"BEGIN:VCALENDAR", b"text/calendar; method=REPLY")))
    assert (read.calendar, read.files) == (b"BEGIN:VCALENDAR", [])
    invitation = part(b"BEGIN:VCALENDAR", b"text/calendar; method=REQUEST")
    same = attached(b"application/ics; name=invite.ics", content=b"BEGIN:VCALENDAR\r\n")
    assert names(invitation, same) == ["uitnodiging.ics"]
    assert names(attached(b"text/calendar; name=a.ics")) == ["a.ics"]


def attribute(level, name, value):
    return struct.pack("<BII", level, name, len(value)) + value + b"\0\0"


def text_property(name, value):
    value += b"\0" * (-len(value) % 4)
    return struct.pack("<HHII", 0x1E, name, 1, len(value)) + value


def winmail(*files):
    packed = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00069007, struct.pack("<I", 1252))
    for name, content in files:
        packed += attribute(2, 0x00069002, b"\0" * 14) + attribute(2, 0x00018010, b"KORT~1\0")
        properties = struct.pack("<IHHI", 2, 0x03, 0x3705, 1) + text_property(0x3707, name + b"\0")
        packed += attribute(2, 0x0006800F, content) + attribute(2, 0x00069005, properties)
    return packed


def test_what_outlook_packed_is_unpacked():
    packed = winmail((b"begroting co\xf6rdinatie.xls", b"cijfers"), (b"b.txt", b"tekst"))
    read = mime.read(multipart(part(b"Zie."), attached(b"application/ms-tnef", content=packed)))
    assert [(file.name, file.content) for file in read.files] == [
        ("begroting coördinatie.xls", b"cijfers"), ("b.txt", b"tekst"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "packed",
    [
        b"", b"x", winmail((b"a", b"b"))[:40], winmail(*[(b"a", b"b")] * 101),
        winmail() + attribute(1, 0x00069003, struct.pack("<IHHI", 2**32 - 1, 0x1003, 1, 2**32 - 1)),
        winmail() + attribute(1, 0x00069003, struct.pack("<IHHI", 9, 0x1E, 1, 2**32 - 1)),
    ],
)  # fmt: skip
def test_what_cannot_be_unpacked_stays_the_file_that_it_was(packed):
    part = attached(b"application/ms-tnef; name=winmail.dat", content=packed)
    assert names(part) == ["winmail.dat"]


def test_what_is_written_into_the_text_stays_there():
    """uuencode is older than MIME; who writes about it would lose words by being unpacked."""
    read = mime.read(mail(b"Zie.\n\nbegin 644 a.txt\n#0V%T\n`\nend\n"))
    assert read.files == [] and "begin 644 a.txt" in read.text


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("S/MIME", b"application/pkcs7-signature; name=smime.p7s"),
        ("PGP", b"application/pgp-signature"),
    ],
)  # fmt: skip
def test_a_signature_is_named_and_no_file(kind, content_type):
    read = mime.read(multipart(part(b"Akkoord."), attached(content_type), kind=b"signed"))
    assert (read.text, read.signature, read.encrypted, read.files) == ("Akkoord.", kind, "", [])


def test_pgp_in_the_text_is_taken_off():
    armoured = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nAkkoord.\n- -- \nJan\n"
        b"-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    read = mime.read(mail(armoured))
    assert (read.text, read.signature) == ("Akkoord.\n-- \nJan", "PGP")


@pytest.fixture(scope="module")
def smime():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Jan")])
    now = datetime.now(UTC)
    about = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    valid = about.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return valid.sign(key, hashes.SHA256()), key


OPAQUE = b"application/pkcs7-mime; name=smime.p7m"


def opaque(content):
    return mail(
        base64.encodebytes(content), content_type=OPAQUE, content_transfer_encoding=b"base64"
    )


def signed(content):
    """In two pieces, as programs write it that do not know the length beforehand."""
    around = bytes.fromhex(
        "3080 0609 2a864886f70d010702 a080 3080 020101 3180 0000"
        "3080 0609 2a864886f70d010701 a080 2480"
    )
    pieces = [b"\x04\x84" + struct.pack(">I", len(x)) + x for x in (content[:9], content[9:])]
    return around + b"".join(pieces) + b"\0\0" * 5


def test_an_opaque_signature_is_opened(smime):
    inside = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "Coördinatie.".encode()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(inside)
    builder = builder.add_signer(*smime, hashes.SHA256())
    read = mime.read(opaque(builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])))
    assert (read.text, read.signature, read.encrypted) == ("Coördinatie.", "S/MIME", "")


def test_an_opaque_signature_in_pieces_is_opened():
    assert mime.read(opaque(signed(b"\r\nAkkoord."))).text == "Akkoord."


def encrypted_mails():
    pgp = (
        part(b"Version: 1", b"application/pgp-encrypted"),
        part(b"x", b"application/octet-stream"),
    )
    yield "PGP", multipart(*pgp, kind=b"encrypted")
    yield "PGP", mail(b"\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n")
    yield "S/MIME", mail(b"MIIB", content_type=OPAQUE + b"; smime-type=enveloped-data")
    yield "S/MIME", opaque(b"0\x80" * 1_000)
    yield "S/MIME", opaque(b"")


@pytest.mark.parametrize(("kind", "raw"), list(encrypted_mails()))
def test_what_is_encrypted_is_said_to_be(kind, raw):
    read = mime.read(raw)
    assert (read.encrypted, read.text, read.html) == (kind, "", "")

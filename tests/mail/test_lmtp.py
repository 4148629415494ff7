"""Mail servers bring us mail by LMTP and SMTP: refused at the door, taken once, never lost."""

import asyncio
import smtplib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.db import OperationalError

from conversations.mail import addresses, inbound
from conversations.mail.transports import protocol as protocol_module
from conversations.mail.transports.door import Room
from conversations.mail.transports.protocol import MAX_MAIL_BYTES, Content
from conversations.mail.transports.running import serving
from conversations.mail.transports.server import CannotReceive, MailServer
from conversations.models import Delivery, Thread
from tests.mail.servers import PATIENCE, said, until
from tests.mail.written import mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@contextmanager
def listening(**addresses):
    """A server of ours, and where it listens."""
    server = MailServer(**addresses)
    with serving(server):
        yield server, server.listeners[0].sockets[0].getsockname()


@pytest.fixture
def lmtp(files):
    with listening(lmtp="127.0.0.1:0") as (_server, place), smtplib.LMTP(*place) as client:
        client.sock.settimeout(PATIENCE)
        yield client


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """One that nobody vouches for, as files: (certificate, key)."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    return str(folder / "certificate.pem"), str(folder / "key.pem")


def test_a_reply_is_posted_before_it_is_acknowledged(lmtp, mobility, samira):
    lmtp.ehlo_or_helo_if_needed()
    offers = {"size": str(MAX_MAIL_BYTES), "8bitmime": "", "smtputf8": "", "pipelining": ""}
    assert lmtp.esmtp_features == offers
    reply = addresses.reply_address(samira, mobility)
    assert lmtp.sendmail(samira.email, [reply], mail(samira.email, "Ik kijk mee.\n.\n..")) == {}
    assert said(mobility)[0].startswith("Ik kijk mee.")
    delivery = Delivery.objects.get()
    assert (delivery.transport, delivery.envelope_from) == ("lmtp", samira.email)


def test_an_address_that_is_nobodys_is_refused_before_the_mail_is_sent(lmtp, mobility, samira):
    revoked = addresses.reply_address(samira, mobility)
    addresses.revoke_all(samira)
    nobodys = ["niemand@localhost", "r-aaaa@localhost", "x@elders.example", revoked]
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        lmtp.sendmail(samira.email, nobodys, mail(samira.email, "Hoort mij iemand?"))
    answers = refused.value.recipients
    assert [answers[each][0] for each in nobodys] == [550] * 4
    assert all(answers[each][1].startswith(b"5.1.") for each in nobodys)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('<"iemand anders"@voorbeeld.nl>', 550),
        ("<iemand@voorbeeld.nl>", 550),
        ("<iemand@voorbeeld..nl>", 553),
        ("<iemand@voorbeeld.nl", 550),
        ("<iemand@voorbeeld.nl> PARAMETER=1", 555),
    ],
)
def test_an_address_may_be_written_in_every_way_that_there_is(lmtp, mobility, written, code):
    lmtp.ehlo()
    lmtp.docmd("MAIL", "FROM:<samira@voorbeeld.nl> SIZE=100 BODY=8BITMIME")
    assert lmtp.docmd("RCPT", f"TO:{written}")[0] == code


def test_each_recipient_has_an_answer_of_its_own(lmtp, mobility, square, anna, daan):
    """Daan is a member of one of the groups, and of the other no longer."""
    plans = Thread.objects.start(square, anna, "Bankjes", "Waar?", client_id="plans")
    square.remove(daan, by=anna, grounds="Voorbij")
    here, there = (addresses.reply_address(daan, each) for each in (mobility, plans))
    lmtp.ehlo_or_helo_if_needed()
    lmtp.mail(daan.email)
    for each in (there, here, there):
        assert lmtp.rcpt(each)[0] == 250
    lmtp.putcmd("DATA")
    assert lmtp.getreply()[0] == 354
    lmtp.send(mail(daan.email, "Voor allebei") + b"\r\n.\r\n")
    assert [lmtp.getreply()[0] for _ in range(3)] == [550, 250, 550]
    assert (said(mobility), said(plans)) == (["Voor allebei"], [])


def test_what_cannot_be_taken_now_stays_with_its_sender(lmtp, mobility, samira, monkeypatch):
    reply, deliver = addresses.reply_address(samira, mobility), inbound.deliver

    def away(*_arguments, **_more):
        raise OperationalError("the database is away")

    monkeypatch.setattr(inbound, "deliver", away)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        lmtp.sendmail(samira.email, [reply], mail(samira.email, "Dit komt aan"))
    assert (refused.value.smtp_code, refused.value.smtp_error[:5]) == (451, b"4.3.0")
    monkeypatch.setattr(inbound, "deliver", deliver)
    again = mail(samira.email, "Dit komt aan")
    for _ in range(2):  # as when our answer was lost
        lmtp.sendmail(samira.email, [reply], again)
    assert said(mobility) == ["Dit komt aan"]


def test_a_mail_that_is_too_large_is_refused_and_the_next_one_taken(lmtp, mobility, samira):
    reply = addresses.reply_address(samira, mobility)
    lmtp.ehlo_or_helo_if_needed()
    assert lmtp.mail(samira.email, ["SIZE=40000000"])[0] == 552
    lmtp.mail(samira.email)
    lmtp.rcpt(reply)
    large = mail(samira.email, "x" * 76 + "\n" + "y" * MAX_MAIL_BYTES)
    assert lmtp.data(large)[0] == 552
    lmtp.sendmail(samira.email, [reply], mail(samira.email, "Dan maar zonder"))
    assert said(mobility) == ["Dan maar zonder"]


def test_what_was_begun_is_finished_when_the_server_ends(files, mobility, samira):
    with listening(lmtp="127.0.0.1:0") as (_server, place):
        idle, busy = (smtplib.LMTP(*place, timeout=PATIENCE) for _ in range(2))
        busy.ehlo_or_helo_if_needed()
        busy.mail(samira.email)
        busy.rcpt(addresses.reply_address(samira, mobility))
        busy.putcmd("DATA")
        assert busy.getreply()[0] == 354
        half = mail(samira.email, "Nog net op tijd")
        busy.send(half[:50])

        def finish():
            assert idle.getreply()[0] == 421
            with pytest.raises(OSError):
                socket.create_connection(place, timeout=PATIENCE)
            busy.send(half[50:] + b"\r\n.\r\n")

        finishing = threading.Thread(target=finish)
        finishing.start()
    finishing.join()
    assert busy.getreply()[0] == 250
    assert said(mobility) == ["Nog net op tijd"]


def test_who_only_asks_is_shown_out(lmtp, mobility):
    lmtp.ehlo_or_helo_if_needed()
    answers = [lmtp.docmd("RCPT TO:<raad@localhost>")[0] for _ in range(3)]
    assert answers == [503] * 3
    with pytest.raises(smtplib.SMTPServerDisconnected):
        for _ in range(protocol_module.PATIENCE):
            lmtp.docmd("VRFY anna")
            lmtp.docmd("AUTH PLAIN AGFubmEAZ2VoZWlt")


def test_a_connection_on_which_nothing_is_said_ends(files, monkeypatch):
    monkeypatch.setattr(protocol_module, "IDLE_SECONDS", 0.2)
    with listening(lmtp="127.0.0.1:0") as (_server, place), smtplib.LMTP(*place) as client:
        assert client.sock.recv(1) == b""


def test_a_mail_that_breaks_off_halfway_is_nothing_and_gives_back_its_room(
    files, mobility, samira, monkeypatch
):
    monkeypatch.setattr(protocol_module, "DATA_SECONDS", 0.2)
    with listening(lmtp="127.0.0.1:0") as (server, place), smtplib.LMTP(*place) as client:
        (door,) = server.doors
        room = door.room.left
        client.sock.settimeout(PATIENCE)
        client.ehlo_or_helo_if_needed()
        client.mail(samira.email)
        client.rcpt(addresses.reply_address(samira, mobility))
        client.putcmd("DATA")
        assert client.getreply()[0] == 354
        with suppress(OSError):  # on a busy machine it may be closed before we are done
            client.sock.sendall(mail(samira.email, "x\n" * 5_000))
            assert client.sock.recv(1) == b""
        until(lambda: not door.connections and door.room.left == room)
    assert not Delivery.objects.exists()


def test_one_machine_cannot_take_all_connections(files):
    with listening(smtp="127.0.0.1:0") as (_server, place):
        clients = [socket.create_connection(place, timeout=PATIENCE) for _ in range(11)]
        assert [client.recv(3) for client in clients] == [b"220"] * 10 + [b"421"]
        for client in clients:
            client.close()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with socket.create_connection(place, timeout=PATIENCE) as late:
                if late.recv(3) == b"220":
                    return
        raise AssertionError("their places are never free again")


def test_smtp_is_for_mail_to_us_only_and_encrypted(files, settings, mobility, samira, certificate):
    settings.SMTP_CERTIFICATE, settings.SMTP_KEY = certificate
    with listening(smtp="127.0.0.1:0") as (_server, place), smtplib.SMTP(*place) as client:
        client.starttls()
        client.ehlo()
        assert "auth" not in client.esmtp_features
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail(samira.email, ["iemand@elders.example"], mail(samira.email))
        own = addresses.reply_address(samira, mobility)
        client.sendmail(samira.email, [own], mail(samira.email, "Versleuteld"))
    assert said(mobility) == ["Versleuteld"]


def test_a_mail_server_beside_us_can_use_a_socket(files, tmp_path, mobility, samira):
    path, reply = tmp_path / "lmtp.sock", addresses.reply_address(samira, mobility)
    with listening(lmtp=f"unix:{path}"), smtplib.LMTP(str(path)) as client:
        client.sendmail(samira.email, [reply], mail(samira.email, "Van dichtbij"))
    assert said(mobility) == ["Van dichtbij"]


@pytest.mark.parametrize("place", ["127.0.0.1", "127.0.0.1:70000", "192.0.2.1:25", "nergens"])
def test_where_it_cannot_listen_it_says_so(place):
    with pytest.raises(CannotReceive, match=place), listening(lmtp=place):
        pass


def test_without_its_certificate_it_does_not_begin(settings):
    settings.SMTP_CERTIFICATE = "nergens.pem"
    with pytest.raises(CannotReceive, match="No such file"), listening(smtp="127.0.0.1:0"):
        pass


def read(sent, room=10**6, step=10**6):
    """What is taken from these bytes, sent in steps, and what is left for the next command."""

    async def reading():
        reader = asyncio.StreamReader(limit=64)
        content = Content(reader, Room(room))
        for begin in range(0, len(sent), step):
            reader.feed_data(sent[begin : begin + step])
        reader.feed_eof()
        return await content.read(), await reader.read(), content

    # A thread of its own: a browser's loop may be at work in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, reading()).result()


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (b".\r\n", b""),
        (b"\r\n.\r\n", b"\r\n"),
        (b"..\r\n.\r\n", b".\r\n"),
        (b"a\r\n..b\r\n...\r\n.\r\n", b"a\r\n.b\r\n..\r\n"),
        (b"bare\n.\nends\r.\r are words\r\n.\r\n", b"bare\n.\nends\r.\r are words\r\n"),
        (b"x" * 5000 + b"\r\n.\r\n", b"x" * 5000 + b"\r\n"),
        (b"\r\n" * 3000 + b"late\r\n.\r\n", b"\r\n" * 3000 + b"late\r\n"),
    ],
    ids=["nothing", "a line", "a dot", "dots", "bare line ends", "a long line", "empty lines"],
)
@pytest.mark.parametrize("step", [1, 7, 10**6])
def test_the_bytes_are_as_they_were_meant(sent, meant, step):
    raw, left, _content = read(sent + b"QUIT\r\n", step=step)
    assert (raw, left) == (meant, b"QUIT\r\n")


def test_what_there_is_no_room_for_is_not_kept():
    raw, left, content = read(b"x" * 5000 + b"\r\n.\r\nQUIT\r\n", room=1000)
    assert (raw, left, content.room.left) == (None, b"QUIT\r\n", 1000)
    assert content.refusal.startswith("452 4.3.1")

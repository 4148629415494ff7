"""Whether a mail really comes from the domain in its From."""

import base64
import hashlib
import socket
import threading
import time

import dkim
import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from conversations.mail import authentication, mime
from conversations.mail.authentication import alignment, lookups
from tests.processor import within
from tests.servers import PATIENCE

pytestmark = pytest.mark.once

WORDS = (
    b"From: Jan <jan@rivierstad.example>\r\nTo: groep@beraad.example\r\nSubject: Dijk\r\n"
    b"Message-ID: <1@rivierstad.example>\r\n\r\nAkkoord.  Ja.\t \r\n\r\n\r\n"
)
OURS = b"Received: from mx.elders.example by mx.beraad.example with ESMTPS; now\r\n"


class Zone:
    """A name server for a few names, on loopback."""

    def __init__(self):
        self.records, self.asked, self.is_silent = {}, [], False
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self.resolver = dns.resolver.Resolver(configure=False)
        self.resolver.nameservers = ["127.0.0.1"]
        self.resolver.port = self._socket.getsockname()[1]
        self.resolver.timeout = 60  # so that nothing is asked twice

    def add(self, name, kind, *values):
        self.records[f"{name}.", kind] = values

    def _serve(self):
        while True:
            wire, sender = self._socket.recvfrom(4096)
            if not wire:
                break
            query = dns.message.from_wire(wire)
            question = query.question[0]
            name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
            self.asked.append(name)
            if self.is_silent:
                continue
            answer = dns.message.make_response(query)
            if values := self.records.get((name.lower(), kind)):
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *values))
            elif not any(name.lower() == known for known, _kind in self.records):
                answer.set_rcode(dns.rcode.NXDOMAIN)
            self._socket.sendto(answer.to_wire(), sender)

    def close(self):
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()


@pytest.mark.parametrize(
    ("domain", "organisation"),
    [
        ("post.rivierstad.nl", "rivierstad.nl"), ("a.b.stad.co.uk", "stad.co.uk"), ("nl", "nl"),
        ("co.uk", "co.uk"), ("a.stad.example", "stad.example"), ("a.github.io", "a.github.io"),
    ],
)  # fmt: skip
def test_organisations_are_told_by_the_public_suffix_list(domain, organisation):
    assert alignment.organisation(domain) == organisation


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def zone(key):
    zone = Zone()
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    pieces = [text[at : at + 200].decode() for at in range(0, len(text), 200)]
    record = " ".join(f'"{piece}"' for piece in pieces)
    for domain in ("rivierstad.example", "post.rivierstad.example", "elders.example"):
        zone.add(f"k1._domainkey.{domain}", "TXT", record)
    yield zone
    zone.close()


@pytest.fixture
def signed(key):
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )

    def sign(raw=WORDS, domain=b"rivierstad.example", way=(b"relaxed", b"relaxed"), length=False):
        return dkim.sign(raw, b"k1", domain, pem, canonicalize=way, length=length) + raw

    return sign


@pytest.fixture
def by_hand(key):
    """A mail with a signature over just these fields, and with these tags besides."""

    def sign(names, tags=b"q=dns/txt"):
        digest = base64.b64encode(hashlib.sha256(b"Akkoord. Ja.\r\n").digest())
        field = b"v=1; a=rsa-sha256; c=relaxed/relaxed; d=rivierstad.example; s=k1; "
        field += b"h=%s; %s; bh=%s; b=" % (names, tags, digest)
        told = {b"subject": b"subject:Dijk\r\n", b"from": b"from:Jan <jan@rivierstad.example>\r\n"}
        once = dict.fromkeys(names.split(b":"))
        data = b"".join(told[name] for name in once) + b"dkim-signature:" + field
        signature = base64.b64encode(key.sign(data, padding.PKCS1v15(), hashes.SHA256()))
        return b"DKIM-Signature: " + field + signature + b"\r\n" + WORDS

    return sign


@pytest.fixture
def verdict(zone, monkeypatch):
    monkeypatch.setattr(lookups, "MAX_SECONDS", 60)  # a slow machine has the answers, too

    def ask(raw, **about):
        return authentication.verdict(mime.read(raw), resolver=zone.resolver, **about)

    return ask


@pytest.mark.parametrize("header", [b"relaxed", b"simple"])
@pytest.mark.parametrize("body", [b"relaxed", b"simple"])
def test_a_signature_of_the_senders_domain_passes(verdict, signed, header, body):
    found = verdict(signed(way=(header, body)))
    assert (found.dmarc_pass, found.domain, found.how) == (True, "rivierstad.example", "DKIM")


@pytest.mark.parametrize("way", [b"relaxed", b"simple"])
@pytest.mark.parametrize(
    "body", [b"", b"\r\n\r\n", b"a", b" \r\n\tb  c\r\n \r\n\r\n", b"\r\n" * 30_000 + b"x \r\n"]
)
def test_bodies_are_hashed_as_the_library_hashes_them(verdict, signed, way, body):
    head, _blank, _words = WORDS.partition(b"\r\n\r\n")
    raw = signed(head + b"\r\n\r\n" + body * 20, way=(b"relaxed", way))
    assert verdict(raw).dmarc_pass


def test_a_second_field_above_the_one_that_was_signed_is_no_word_of_the_signer(verdict, signed):
    """DKIM takes the last, and readers of mail the first (RFC 6376, section 8.15)."""
    raw = signed()
    assert verdict(b"X-Spam: no\r\nMIME-Version: 1.0\r\n" + raw).dmarc_pass
    for field in (
        b"Subject: Dam",
        b"To: dijk@beraad.example",
        b"Message-ID: <2@rivierstad.example>",
    ):
        assert not verdict(field + b"\r\n" + raw).dmarc_pass


def number(value):
    content = value.to_bytes(value.bit_length() // 8 + 1)
    return b"\x02\x82" + len(content).to_bytes(2) + content


def test_a_key_that_would_take_hours_is_none(verdict, signed, zone):
    """No key needs more than 4096 bits (RFC 8301, section 3.2)."""
    numbers = number(2**11_000 + 1) * 2
    der = b"\x30\x82" + len(numbers).to_bytes(2) + numbers
    record = "v=DKIM1; p=" + base64.b64encode(der).decode()
    pieces = " ".join(f'"{record[at : at + 250]}"' for at in range(0, len(record), 250))
    zone.add("k1._domainkey.rivierstad.example", "TXT", pieces)
    with within(1):
        assert not verdict(signed()).dmarc_pass


@pytest.mark.parametrize(
    ("signed_at", "ends_at", "passes"),
    [(-60, 3_600, True), (None, -86_400, False), (86_400, None, False)],
)
def test_a_signature_has_its_time(verdict, by_hand, signed_at, ends_at, passes):
    now, tags = int(time.time()), {"t": signed_at, "x": ends_at}
    times = "; ".join(f"{tag}={now + after}" for tag, after in tags.items() if after is not None)
    assert verdict(by_hand(b"from", times.encode())).dmarc_pass is passes


def test_a_changed_word_or_sender_or_an_open_end_does_not_pass(verdict, signed):
    raw = signed()
    assert not verdict(raw.replace(b"Akkoord", b"Afgewezen")).dmarc_pass
    assert not verdict(raw.replace(b"jan@", b"piet@")).dmarc_pass
    assert not verdict(raw.replace(b"Subject: Dijk", b"Subject: Dam")).dmarc_pass
    assert not verdict(signed(length=True) + b"Ik ben tegen.").dmarc_pass
    assert not verdict(WORDS).dmarc_pass
    assert not verdict(WORDS.replace(b"\r\n", b"\r") + b"a" * 300_000).dmarc_pass


@pytest.mark.parametrize(
    ("names", "passes"), [(b"subject:from", True), (b"from:from", True), (b"subject", False)]
)
def test_a_signature_that_leaves_the_sender_out_proves_nothing(verdict, by_hand, names, passes):
    assert verdict(by_hand(names)).dmarc_pass is passes


def test_another_domain_signs_for_itself_only(verdict, signed, zone):
    assert not verdict(signed(domain=b"elders.example")).dmarc_pass
    assert "k1._domainkey.elders.example." not in zone.asked
    # A list signed as well, above the signature of the author.
    both = signed(signed(), domain=b"elders.example")
    assert verdict(both).dmarc_pass


def test_a_department_signs_for_its_organisation_unless_that_is_strict(verdict, signed, zone):
    assert verdict(signed(domain=b"post.rivierstad.example")).dmarc_pass
    zone.add("_dmarc.rivierstad.example", "TXT", '"v=DMARC1; p=reject; adkim=s"')
    assert not verdict(signed(domain=b"post.rivierstad.example")).dmarc_pass
    assert verdict(signed()).dmarc_pass


def test_spf_passes_for_an_envelope_of_the_senders_domain(verdict, zone):
    zone.add("rivierstad.example", "TXT", '"v=spf1 mx include:spf.elders.example -all"')
    zone.add("rivierstad.example", "MX", "10 mx.rivierstad.example.")
    zone.add("mx.rivierstad.example", "A", "8.8.4.1")
    zone.add("spf.elders.example", "TXT", '"v=spf1 ip4:9.9.9.0/24 ip6:2a00:1450::/32 ~all"')
    for peer in ("8.8.4.1", "9.9.9.7", "2a00:1450::5"):
        found = verdict(WORDS, peer=peer, envelope_from="jan@rivierstad.example")
        assert (found.dmarc_pass, found.how) == (True, "SPF")
    assert verdict(WORDS, peer="9.9.9.7", helo="rivierstad.example").dmarc_pass
    assert not verdict(WORDS, peer="8.8.8.8", envelope_from="jan@rivierstad.example").dmarc_pass
    assert not verdict(WORDS, peer="9.9.9.7", envelope_from="x@spf.elders.example").dmarc_pass


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 include:rivierstad.example all", "v=spf1 redirect=rivierstad.example",
        "v=spf1 exists:%{i}.rivierstad.example all", "v=spf1 ip4:no all", "v=spf1 what all",
        "v=spf1 " + "a:x.example " * 11 + "all",
    ],
)  # fmt: skip
def test_a_circle_or_a_mistake_in_spf_passes_nothing(verdict, zone, record):
    zone.add("rivierstad.example", "TXT", f'"{record}"')
    found = verdict(WORDS, peer="9.9.9.7", envelope_from="jan@rivierstad.example")
    assert not found.dmarc_pass
    assert "permerror" in found.detail


def test_there_is_an_end_to_waiting_for_the_dns(verdict, signed, zone, monkeypatch):
    monkeypatch.setattr(lookups, "MAX_SECONDS", 0.3)
    zone.is_silent = True
    zone.resolver.lifetime = 10 * PATIENCE
    begin = time.monotonic()
    found = verdict(signed(), peer="9.9.9.7", envelope_from="jan@rivierstad.example")
    assert not found.dmarc_pass
    assert "no answer" in found.detail
    assert time.monotonic() - begin < PATIENCE


SAYS = b"Authentication-Results: mx.beraad.example (x); %s\r\n"
PASSES = SAYS % b"dmarc=pass (p=none) header.from=rivierstad.example"


@pytest.mark.parametrize(
    ("above", "passes"),
    [
        (PASSES + OURS, True),
        (OURS + PASSES, True),
        (OURS + SAYS % b"dkim=pass header.i=@post.rivierstad.example", True),
        (OURS + SAYS % b"dmarc/1 (x) =\r\n\t(y) pass header.from=(z) rivierstad.example", True),
        (OURS + SAYS % b"spf=pass smtp.mailfrom=jan@rivierstad.example", True),
        (OURS + SAYS % b"dkim=pass header.d=elders.example; spf=pass smtp.mailfrom=x@y.nl", False),
        (OURS + SAYS % b"dmarc=fail header.from=rivierstad.example" + PASSES, False),
        (OURS + SAYS % b"dmarc=pass header.from=elders.example", False),
        (OURS + SAYS % b"spf=pass smtp.mailfrom=a@y.nl smtp.mailfrom=@rivierstad.example", False),
        (OURS + SAYS % b'spf=pass smtp.mailfrom="; dmarc=pass header.from=rivierstad.example"@y.nl',
         False),
        (OURS + SAYS % b"spf=pass (dmarc=pass header.from=rivierstad.example", False),
        (OURS + PASSES.replace(b"mx.", b"elders.example mx."), False),
        (OURS + PASSES.replace(b"mx.beraad", b"mx.elders"), False),
        (OURS + b"Received: from x by mx.elders.example; now\r\n" + PASSES, False),
        (b"Received: from x by mx.elders.example; now\r\n" + PASSES, False),
        (PASSES, True),
    ],
)  # fmt: skip
def test_the_word_of_our_own_server_is_taken(verdict, zone, above, passes):
    found = verdict(above + WORDS, trusted=["mx.beraad.example"])
    assert found.dmarc_pass is passes
    if passes:
        assert found.how == "Authentication-Results"
        assert zone.asked == []


def test_what_our_own_server_did_not_look_at_we_check_ourselves(verdict, signed):
    looked = SAYS % b"spf=fail smtp.mailfrom=jan@rivierstad.example"
    found = verdict(looked + OURS + signed(), trusted=["mx.beraad.example"])
    assert (found.dmarc_pass, found.how) == (True, "DKIM")
    failed = SAYS % b"spf=fail smtp.mailfrom=jan@rivierstad.example; dkim=fail header.d=x.example"
    assert not verdict(failed + OURS + signed(), trusted=["mx.beraad.example"]).dmarc_pass


def test_nobody_elses_word_is_taken(verdict):
    raw = PASSES + OURS + WORDS
    assert not verdict(raw).dmarc_pass
    assert not verdict(raw, trusted=["mx.beraad.example"], peer="9.9.9.9").dmarc_pass
    assert verdict(raw, trusted=["mx.beraad.example"], peer="127.0.0.1").dmarc_pass


@pytest.mark.parametrize(
    "signature",
    [
        b"v=1; a=rsa-sha256; d=rivierstad.example; s=k1; h=from; bh=; b=" + b"\r\n " * 2_000 + b"!",
        b"v=1; a=rsa-sha256; d=rivierstad.example; s=k1; h=from; bh=%%%; b=AAAA",
        b"v=1; a=rsa-sha256; d=rivierstad.example; s=" + b"k" * 300 + b"; h=from; bh=AAAA; b=AAAA",
        b"v=1; a=rsa-sha256; d=.rivierstad.example; s=k1; h=from; bh=AAAA; b=AAAA; t=x; x=y",
        b";" * 5_000, b"=", b"\xff\xfe",
    ],
)  # fmt: skip
def test_damaged_signatures_are_wrong_and_take_no_time(verdict, signature):
    with within(2):
        raw = (b"DKIM-Signature: " + signature + b"\r\n") * 9 + WORDS + b" " * 2_000_000 + b"\r\nx"
        assert not verdict(raw).dmarc_pass

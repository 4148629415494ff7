"""The mail log, for who runs the platform: finding a mail, its way, delivering it again."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from conversations.mail import addresses, inbound, mime
from conversations.models import Delivery
from groups.models import AuditEntry
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.once]

RAW = (
    b"Received: from mx.voorbeeld.nl\r\n by beraad\r\nFrom: samira@voorbeeld.nl\r\n"
    b"To: %s\r\nSubject: Geheim\r\n plan\r\nThread-Topic: Geheim plan\r\n"
    b"Message-ID: <1@voorbeeld>\r\n\r\nEen vertrouwelijk voorstel.\r\n"
)


@pytest.fixture
def runs(db):
    """Someone who runs the platform, and is in no group."""
    admin = person("Bea Beheer", "Gemeente Rivierstad")
    admin.make_administrator()
    return admin


@pytest.fixture
def log(files):
    """`log(outcome, …)` writes a row, of a mail that is kept."""

    def log(outcome="held", to="water@localhost", **about):
        about = {"sender": "samira@voorbeeld.nl", "subject": "Geheim plan"} | about
        return Delivery.objects.create(
            transport="lmtp", recipient=to, envelope_from="bounce@elders.nl", size=400,
            outcome=outcome, sha256="a", raw=ContentFile(RAW % to.encode(), "mail"), **about,
        )  # fmt: skip

    return log


def rows(response):
    assert response.status_code == 200
    return response.content.decode().count("data-delivery=")


def test_it_is_searched_and_filtered_and_only_for_who_runs_the_platform(
    log, runs, anna, water, signed_in
):
    log("posted", group=water, mail_id="abc@elders")
    log("rejected", sender="spam@elders.nl", group=water)
    lost = log("rejected", subject="Verdwaald", sender="iemand@elders.nl")
    client, address = signed_in(runs), reverse("deliveries")
    asked = {
        "": 3, "q=spam@": 1, "q=<abc@elders>": 1, "outcome=rejected": 2, "transport=imap": 0,
        "since=7": 3, "outcome=geen": 3, "q=verdwaald": 1, "q=geheim": 0,
    }  # fmt: skip
    assert {query: rows(client.get(f"{address}?{query}")) for query in asked} == asked
    page = client.get(address).content.decode()
    assert "Verdwaald" in page, "what reached no group is nobody else's"
    assert "Geheim" not in page, "what reached a group is theirs"
    Delivery.objects.filter(pk=lost.pk).update(received_at="2026-01-01T12:00Z")
    assert rows(client.get(f"{address}?since=7")) == 2
    assert signed_in(anna).get(address).status_code == 404


def test_an_administrator_sees_how_a_mail_travelled_and_not_what_it_says(
    log, runs, water, mobility, samira, signed_in
):
    to = addresses.reply_address(samira, mobility)
    delivery = log("posted", to, group=water, thread=mobility, person=samira, detail="geheim")
    client, address = signed_in(runs), reverse("delivery", args=[delivery.pk])
    page = client.get(address).content.decode()
    assert "Received: from mx.voorbeeld.nl" in page and " by beraad" in page
    for secret in ("Geheim", "geheim", " plan", "vertrouwelijk", to):
        assert secret not in page, secret
    for verb in ("read", "download"):
        assert client.post(address, {"verb": verb}).status_code == 404
    assert not AuditEntry.objects.filter(action="read_mail").exists()


def test_a_lost_mail_of_someone_who_takes_part_is_not_open_either(log, runs, samira, signed_in):
    """It quotes what was said in a group. What was written to who runs the platform is for them.
    Whose a mail is that could not be read, nobody knows."""
    client, email = signed_in(runs), samira.email
    ends = (("no-such-address", email, 404), ("postmaster", email, 200), ("failed", "", 404))
    for reason, sender, status in ends:
        lost = log("rejected", sender=sender, reason=reason)
        address = reverse("delivery", args=[lost.pk])
        assert client.post(address, {"verb": "read"}).status_code == status, reason


def test_who_looks_into_the_words_of_a_mail_stands_in_the_audit_log(log, runs, signed_in):
    delivery = log("rejected", sender="iemand@elders.nl")
    client, address = signed_in(runs), reverse("delivery", args=[delivery.pk])
    assert "vertrouwelijk" not in client.get(address).content.decode()
    assert not AuditEntry.objects.filter(action="read_mail").exists()
    assert "vertrouwelijk" in client.post(address, {"verb": "read"}).content.decode()
    assert b"vertrouwelijk" in client.post(address, {"verb": "download"}).content
    entries = AuditEntry.objects.filter(action="read_mail", actor=runs)
    assert [entry.about for entry in entries] == [{"delivery": delivery.pk}] * 2


def test_a_mail_that_was_not_posted_is_delivered_again(
    log, water, mobility, samira, runs, signed_in
):
    """Held as from a stranger; by now the address is one of hers."""
    to = addresses.reply_address(samira, mobility)
    delivery = log("held", to, reason="other-sender", group=water, thread=mobility, person=samira)
    client, address = signed_in(runs), reverse("delivery", args=[delivery.pk])
    assert 'value="redeliver"' in client.get(address).content.decode()
    assert client.post(address, {"verb": "redeliver"}).status_code == 302
    delivery.refresh_from_db()
    assert delivery.outcome == "posted" and delivery.settled_by == runs
    assert mobility.messages.get(number=2).body == "Een vertrouwelijk voorstel."
    assert 'value="redeliver"' not in client.get(address).content.decode()
    assert client.post(address, {"verb": "redeliver"}).status_code == 404


@pytest.mark.parametrize(
    ("told", "outcome"), [("", "dropped"), (None, "posted"), ("samira@voorbeeld.nl", "posted")]
)
def test_who_brought_a_mail_is_known_still_when_it_is_delivered_again(
    files, mobility, samira, runs, monkeypatch, told, outcome
):
    """The null sender is a machine's."""
    to = addresses.reply_address(samira, mobility)
    with monkeypatch.context() as broken:
        broken.setattr(mime, "read", lambda raw: 1 / 0)
        [delivery] = inbound.deliver(RAW % to.encode(), [to], transport="lmtp", envelope_from=told)
    assert delivery.reason == "failed"
    delivery.redeliver(runs)
    assert delivery.outcome == outcome


def test_a_mail_that_is_not_kept_cannot_be_delivered_again(log, runs, signed_in):
    delivery = log("dropped", reason="loop")
    Delivery.objects.forget_mails()
    client, address = signed_in(runs), reverse("delivery", args=[delivery.pk])
    assert 'name="verb"' not in client.get(address).content.decode()
    for verb in ("read", "download", "redeliver"):
        assert client.post(address, {"verb": verb}).status_code == 404


def test_a_page_of_the_log_costs_the_same_however_long_it_is(
    log, runs, water, signed_in, django_assert_max_num_queries
):
    for number in range(60):
        log("rejected", sender=f"a{number}@elders.nl", group=water)
    client = signed_in(runs)
    with django_assert_max_num_queries(9):
        first = client.get(reverse("deliveries"))
    assert rows(first) == 50
    assert rows(client.get(reverse("deliveries") + "?page=2")) == 10

"""Mails that wait: for the person whose address they came with, and for the moderators."""

import pytest
from django.urls import reverse

from conversations.mail import addresses, asking
from conversations.models import Delivery
from groups.models import AuditEntry
from tests.mail.written import mail

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def from_elsewhere(comes_in, reply_to, samira):
    """A mail to Samira's reply address, from another one."""
    delivery = comes_in(mail("samira@prive.nl", "Ik kijk mee."), reply_to(samira))
    assert (delivery.outcome, delivery.person) == ("held", samira)
    return delivery


def link(delivery):
    return asking.url_of(delivery).removeprefix("http://localhost:8000")


def test_the_link_shows_what_waits_and_only_the_button_posts_it(
    client, from_elsewhere, mobility, samira
):
    address = link(from_elsewhere)
    page = client.get(address).content.decode()
    assert "samira@prive.nl" in page and "Ik kijk mee." in page
    assert mobility.messages.count() == 1, "programs that look through mail follow links"
    done = client.post(address, {"verb": "confirm"})
    message = mobility.messages.last()
    assert (message.author, message.body, message.via) == (samira, "Ik kijk mee.", "mail")
    assert reverse("message", args=[message.pk]) in done.content.decode()
    from_elsewhere.refresh_from_db()
    assert from_elsewhere.outcome == "posted" and from_elsewhere.settled_at
    for again in (client.get(address), client.post(address, {"verb": "confirm"})):
        assert again.status_code == 410
    assert mobility.messages.count() == 2


def test_what_cannot_be_posted_any_more_says_why(client, from_elsewhere, mobility, daan):
    mobility.close(daan)
    done = client.post(link(from_elsewhere), {"verb": "confirm"})
    assert done.status_code == 409
    from_elsewhere.refresh_from_db()
    assert (from_elsewhere.outcome, from_elsewhere.reason) == ("rejected", "closed")
    assert str(from_elsewhere.reason_text) in done.content.decode()


def test_what_was_not_theirs_is_dropped_and_their_addresses_can_be_made_invalid(
    client, from_elsewhere, mobility, samira
):
    address, token = link(from_elsewhere), from_elsewhere.recipient
    assert client.post(address, {"verb": "revoke"}).status_code == 200
    assert addresses.parse(token), "first they say that it was not them"
    page = client.post(address, {"verb": "disown"}).content.decode()
    assert 'value="revoke"' in page
    from_elsewhere.refresh_from_db()
    assert (from_elsewhere.outcome, from_elsewhere.reason) == ("dropped", "not-me")
    assert mobility.messages.count() == 1 and addresses.parse(token)
    assert client.post(address, {"verb": "revoke"}).status_code == 200
    assert addresses.parse(token) is None


def test_who_disowns_a_mail_to_a_group_is_told_nothing_of_reply_addresses(
    client, comes_in, water, samira
):
    """Anyone can write there in another's name."""
    unproven = comes_in(mail("samira@voorbeeld.nl"), addresses.group_address(water))
    assert unproven.reason == "unproven-sender" and unproven.person == samira
    page = client.post(link(unproven), {"verb": "disown"}).content.decode()
    assert 'value="revoke"' not in page


def test_a_link_that_is_not_ours_or_about_another_mail_leads_nowhere(
    client, from_elsewhere, comes_in, reply_to, samira, settings
):
    posted = comes_in(mail("samira@voorbeeld.nl", "Ja."), reply_to(samira))
    assert posted.outcome == "posted"
    for address in (link(posted), link(from_elsewhere)[:-3] + "/", "/mail/waiting/x/"):
        assert client.get(address).status_code == 410, address
    settings.MAIL_KEPT_DAYS = -1
    assert client.get(link(from_elsewhere)).status_code == 410


# The desk of the moderators


@pytest.fixture
def waiting(comes_in, reply_to, samira):
    """The second of two mails with the same Message-ID, and other words."""
    about = {"message_id": "dezelfde@voorbeeld.nl"}
    comes_in(mail("samira@voorbeeld.nl", "Het eerste.", **about), reply_to(samira))
    delivery = comes_in(mail("samira@voorbeeld.nl", "Iets anders.", **about), reply_to(samira))
    assert (delivery.outcome, delivery.reason) == ("held", "same-id")
    return delivery


def count(client):
    return client.get(reverse("desk_count")).json()["count"]


def test_a_mail_that_waits_for_a_moderator_is_on_the_desk_until_one_decides(
    waiting, water, mobility, samira, daan, signed_in
):
    client, address = signed_in(daan), reverse("held_mail", args=[waiting.pk])
    assert count(client) == 1
    desk = client.get(reverse("group_desk", args=[water.slug])).content.decode()
    assert 'data-desk="mail"' in desk and address in desk
    page = client.get(address).content.decode()
    assert "Iets anders." in page
    assert reverse("person", args=[samira.pk]) in page, "as whose message it would stand there"
    moved = water.desk.events.count()
    assert client.post(address, {"verb": "release"}).status_code == 302
    assert mobility.messages.last().body == "Iets anders."
    assert mobility.messages.last().author == samira
    assert count(client) == 0 and water.desk.events.count() == moved + 1
    assert client.get(address).status_code == 404, "it is decided"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject) == ("release_mail", daan, samira)
    assert entry.group == water and entry.about["message"] == mobility.messages.last().pk


def test_what_cannot_be_let_through_any_more_leaves_the_desk(
    waiting, water, mobility, samira, daan, signed_in
):
    """Its address was revoked meanwhile; of another the file is not there after a back-up."""
    address = reverse("held_mail", args=[waiting.pk])
    name = waiting.raw.name
    Delivery.objects.filter(pk=waiting.pk).update(raw="weg")
    waiting.refresh_from_db()
    with pytest.raises(ValueError, match="not kept"):
        waiting.release(daan)
    Delivery.objects.filter(pk=waiting.pk).update(raw=name)
    addresses.revoke_all(samira)
    assert signed_in(daan).post(address, {"verb": "release"}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.reason, waiting.group) == ("no-such-address", water)
    assert AuditEntry.objects.get().subject == samira
    assert count(signed_in(daan)) == 0


def test_a_moderator_refuses_a_mail_and_nobody_reads_it(
    waiting, mobility, samira, daan, carla, signed_in
):
    address = reverse("held_mail", args=[waiting.pk])
    for outsider in (samira, carla):
        assert signed_in(outsider).get(address).status_code == 404
    assert signed_in(daan).post(address, {"verb": "wis"}).status_code == 400
    assert signed_in(daan).post(address, {"verb": "refuse"}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.settled_by) == ("rejected", daan)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["refuse_mail"]
    assert mobility.messages.count() == 2
    assert not Delivery.objects.waiting().exists()


def test_what_waits_for_the_person_is_not_for_the_moderators(
    from_elsewhere, water, daan, signed_in
):
    assert count(signed_in(daan)) == 0
    page = signed_in(daan).get(reverse("held_mail", args=[from_elsewhere.pk]))
    assert page.status_code == 404

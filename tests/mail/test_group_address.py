"""Writing to a group's address starts a conversation, where the group's door is open."""

import dns.resolver
import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from conversations.mail import addresses, ids, inbound
from conversations.models import Delivery, Held, Thread
from groups import access
from groups.models import Invitation, MailDoor, Person
from groups.models.group import Reading
from tests.mail.test_authentication import Zone
from tests.mail.written import mail, vouched
from tests.test_sign_in import code_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def address(water):
    return addresses.group_address(water)


@pytest.fixture
def opened(water):
    def opened(door):
        water.mail_door = door
        water.save()

    return opened


def letter(sender, words="Wie weet meer?", **more):
    return mail(sender, words, subject=more.pop("subject", "Kademuren"), **more)


def test_a_member_starts_a_conversation_with_the_subject_of_the_mail(
    comes_in, address, water, samira
):
    delivery = comes_in(vouched(letter("samira@voorbeeld.nl")), address)
    thread = Thread.objects.get()
    assert (thread.subject, thread.author, thread.group) == ("Kademuren", samira, water)
    assert thread.messages.get().body == "Wie weet meer?"
    assert (delivery.outcome, delivery.thread, delivery.group) == ("posted", thread, water)
    again = comes_in(vouched(letter("samira@voorbeeld.nl", message_id=delivery.mail_id)), address)
    assert (again.outcome, Thread.objects.count()) == ("dropped", 1)


def test_a_name_on_the_envelope_never_suffices(comes_in, address, samira, answered):
    delivery = comes_in(letter("samira@voorbeeld.nl"), address)
    assert (delivery.outcome, delivery.reason) == ("held", "unproven-sender")
    assert answered()[0].to == ["samira@voorbeeld.nl"]
    assert not Thread.objects.exists()
    delivery.confirm()
    assert Thread.objects.get().author == samira


def test_of_one_mail_the_domain_is_asked_once_however_many_addresses_it_came_to(
    comes_in, monkeypatch, address, water, mobility, samira
):
    zone = Zone()
    monkeypatch.setattr(dns.resolver, "default_resolver", zone.resolver)
    to = [address, addresses.group_address(mobility.group), "beraad@localhost"]
    inbound.deliver(letter("samira@voorbeeld.nl"), to, transport="lmtp")
    zone.close()
    assert zone.asked == ["_dmarc.voorbeeld.nl."]


def test_who_may_not_start_one_hears_it_only_when_the_mail_is_theirs(
    comes_in, address, carla, answered
):
    refused = comes_in(vouched(letter("carla@voorbeeld.nl")), address)
    assert (refused.outcome, refused.reason, refused.smtp_reply[0]) == ("rejected", "door", 550)
    unvouched = comes_in(letter("carla@voorbeeld.nl"), address)
    assert (unvouched.outcome, unvouched.smtp_reply[0]) == ("dropped", 250)
    assert not answered()


def test_a_closed_door_has_no_address(comes_in, opened, address, anna):
    opened(MailDoor.NOBODY)
    delivery = comes_in(vouched(letter("anna@voorbeeld.nl")), address)
    assert (delivery.outcome, delivery.reason) == ("rejected", "no-such-address")


def test_who_was_invited_comes_in_by_writing(comes_in, opened, address, water, anna):
    invitation = water.invite("els@elders.nl", by=anna)
    invited = vouched(letter("Els de Boer <els@elders.nl>"))
    assert comes_in(invited, address).reason == "door"
    opened(MailDoor.INVITED)
    assert comes_in(vouched(letter("piet@elders.nl")), address).reason == "door"
    assert comes_in(invited, address).outcome == "posted"
    els = Person.objects.get(email="els@elders.nl")
    assert (els.name, els.is_by_mail, access.role_of(els, water)) == ("Els de Boer", True, "member")
    invitation.refresh_from_db()
    assert invitation.accepted_by == els


def test_who_was_invited_as_a_guest_comes_into_that_conversation(
    comes_in, opened, address, mobility, water, anna
):
    opened(MailDoor.INVITED)
    mobility.bring_in("els@elders.nl", by=anna)
    delivery = comes_in(letter("Els de Boer <els@elders.nl>", "Ik kijk mee"), address)
    assert delivery.reason == "unproven-sender"
    assert not Person.objects.filter(email="els@elders.nl").exists()
    delivery.confirm()
    assert delivery.thread == mobility
    els = mobility.messages.get(body="Ik kijk mee").author
    assert access.role_of(els, mobility) == "guest"
    assert Invitation.objects.get().accepted_by == els


def test_what_a_stranger_sends_waits_for_a_moderator_who_lets_them_in(
    comes_in, opened, address, water, daan, samira
):
    opened(MailDoor.ANYONE)
    delivery = comes_in(
        vouched(letter("Piet Pauw <piet@elders.nl>", "Mag ik iets vragen?")), address
    )
    assert (delivery.outcome, delivery.reason) == ("held", "approval")
    piet = Person.objects.get(email="piet@elders.nl")
    assert access.role_of(piet, water) is None
    assert not Thread.objects.visible_to(samira).exists()
    message = Held.objects.get().approve(daan)
    delivery.refresh_from_db()
    assert (delivery.outcome, delivery.message) == ("posted", message)
    thread = Thread.objects.visible_to(samira).get()
    assert access.role_of(piet, thread) == "guest"
    # From now on he takes part in it like anyone, by mail.
    thanks = letter("piet@elders.nl", "Dank!", subject="Re: Kademuren")
    answer = comes_in(thanks, addresses.reply_address(piet, thread))
    assert answer.outcome == "posted"


def test_a_stranger_does_not_fill_the_desk(comes_in, opened, address):
    opened(MailDoor.ANYONE)
    reasons = [
        comes_in(vouched(letter("piet@elders.nl", f"Vraag {n}")), address).reason for n in range(6)
    ]
    assert reasons == ["approval"] * 5 + ["too-many"]


def test_who_was_put_out_does_not_come_in_by_mail(comes_in, opened, address, water, samira, daan):
    opened(MailDoor.ANYONE)
    water.ban(samira, by=daan, grounds="Schreef steeds hetzelfde")
    assert comes_in(vouched(letter("samira@voorbeeld.nl")), address).reason == "door"


def test_an_answer_to_the_group_with_references_goes_to_the_conversation(
    comes_in, address, mobility, samira
):
    raw = letter("samira@voorbeeld.nl", "Ik ook", References=ids.root_id(mobility))
    assert comes_in(vouched(raw), address).thread == mobility


def test_a_forwarded_mail_is_taken_as_a_quotation_with_its_authors_name(comes_in, address, samira):
    words = (
        "Zie hieronder.\n\n---------- Forwarded message ---------\n"
        "Van: Piet Pauw <piet@elders.nl>\nDate: ma 5 jan 2026 om 09:00\nSubject: Offerte\n"
        "To: Samira <samira@voorbeeld.nl>\n\nDe offerte is 100 euro.\n"
    )
    raw = vouched(letter("samira@voorbeeld.nl", words, subject="Fwd: Offerte"))
    message = comes_in(raw, address).message
    lines = message.body.splitlines()
    assert message.thread.subject == "Offerte"
    assert lines[0] == "Zie hieronder."
    assert "> De offerte is 100 euro." in lines
    assert any("Piet Pauw" in line for line in lines)


def test_a_conversation_without_a_subject_is_named_by_its_first_words(comes_in, address, samira):
    delivery = comes_in(vouched(letter("samira@voorbeeld.nl", subject="")), address)
    assert delivery.thread.subject == "Wie weet meer?"


def test_who_takes_part_by_mail_claims_the_account_later(
    comes_in, opened, address, client, mailoutbox
):
    opened(MailDoor.ANYONE)
    comes_in(vouched(letter("Piet Pauw <piet@elders.nl>")), address)
    assert EmailAddress.objects.get(email="piet@elders.nl").verified
    mailoutbox.clear()
    client.post(reverse("account_request_login_code"), {"email": "piet@elders.nl"})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})
    assert client.session["_auth_user_id"] == str(Person.objects.get(email="piet@elders.nl").pk)


def test_an_account_that_somebody_else_made_with_the_address_is_not_theirs(
    comes_in, opened, address
):
    thief = Person.objects.create_user("piet@elders.nl", "Niet Piet", "dief-in-de-nacht")
    EmailAddress.objects.create(user=thief, email="piet@elders.nl", verified=False, primary=True)
    opened(MailDoor.ANYONE)
    comes_in(vouched(letter("Piet Pauw <piet@elders.nl>")), address)
    thief.refresh_from_db()
    assert not thief.check_password("dief-in-de-nacht")
    assert Delivery.objects.get().person == thief


def test_a_colleague_who_answers_to_all_stays_in_the_conversation(
    comes_in, opened, address, water, samira, daan, carla
):
    """Samira wrote to the group and to Daan and Piet, who have her mail, and none of ours."""
    first = comes_in(vouched(letter("samira@voorbeeld.nl", message_id="1@voorbeeld.nl")), address)
    about = {"subject": "Re: Kademuren", "References": "<1@voorbeeld.nl>"}
    answer = comes_in(vouched(letter("daan@voorbeeld.nl", "Ik", **about)), address)
    assert (answer.outcome, answer.thread) == ("posted", first.thread)
    assert comes_in(letter("daan@voorbeeld.nl", "Ik?", **about), address).outcome == "held"
    assert comes_in(vouched(letter("carla@voorbeeld.nl", **about)), address).reason == "door"
    opened(MailDoor.ANYONE)
    water.reading = Reading.PUBLIC
    water.save()
    assert first.thread in Thread.objects.visible_to(carla)
    for outside in ("piet@elders.nl", "carla@voorbeeld.nl"):
        stranger = comes_in(vouched(letter(outside, "Ik ook", **about)), address)
        assert stranger.reason == "approval" and stranger.thread != first.thread, outside

"""Someone does not agree with what was decided about them: another one looks at it again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.models import Appeal, Decided, Held, Message, Thread, Waiting
from groups import access
from groups.models import AuditEntry

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def mails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def deliver():
    for result in DBTaskResult.objects.ready().order_by("enqueued_at"):
        result.task.call(*result.args_kwargs["args"])
        result.delete()


@pytest.fixture
def entry(water, mobility, daan, samira, say):
    message = say(mobility, samira, "Een scherp woord")
    message.hide(daan, "Te scherp")
    return AuditEntry.objects.get(action="hide")


@pytest.fixture
def appeal(entry, samira):
    return Appeal.objects.make(entry, samira, "Het was zakelijk")


def test_who_it_is_about_appeals_once_from_their_page(entry, samira, carla, daan, signed_in):
    address = reverse("ruling", args=[entry.number])
    client = signed_in(samira)
    page = client.get(address).content.decode()
    assert "Te scherp" in page
    assert client.post(address, {"words": " "}).status_code == 422
    assert client.post(address, {"words": "Het was zakelijk"}).status_code == 302
    client.post(address, {"words": "En nog iets"})
    assert Appeal.objects.get().words == "Het was zakelijk"
    for person in (carla, daan):
        assert signed_in(person).post(address, {"words": "x"}).status_code == 404
        with pytest.raises(access.MayNot):
            Appeal.objects.make(entry, person, "Ik vind ook wat")
    with pytest.raises(access.MayNot):
        Appeal.objects.make(entry, samira, "Nog eens")


def test_there_is_no_appeal_against_what_was_undone(entry, samira, daan):
    Message.objects.get(pk=entry.about["message"]).put_back(daan)
    with pytest.raises(access.MayNot):
        Appeal.objects.make(AuditEntry.objects.get(action="put_back"), samira, "Waarom?")


def test_it_reaches_another_moderator_than_the_one_who_decided(
    appeal, entry, anna, daan, samira, carla, signed_in
):
    assert set(access.judges_of(entry)) == {anna}
    address = reverse("appeal", args=[appeal.pk])
    for person in (daan, samira, carla):
        assert signed_in(person).get(address).status_code == 404
        with pytest.raises(access.MayNot):
            appeal.decide(person, granted=True, grounds="Zo")
    page = signed_in(anna).get(address).content.decode()
    assert "Het was zakelijk" in page
    assert "Een scherp woord" in page


def test_granting_undoes_it_and_both_hear(appeal, anna, daan, samira, signed_in, mails):
    answer = signed_in(anna).post(
        reverse("appeal", args=[appeal.pk]), {"verb": "grant", "grounds": "Samira heeft gelijk"}
    )
    assert answer.status_code == 302
    assert not Message.objects.get(pk=appeal.entry.about["message"]).is_gone
    mails.clear()
    deliver()
    heard = {to for letter in mails for to in letter.to if "Samira heeft gelijk" in letter.body}
    assert heard == {samira.email, daan.email}
    assert AuditEntry.objects.get(action="grant_appeal").about["entry"] == appeal.entry_id


def test_not_granting_leaves_it_as_it_is(appeal, anna, samira, signed_in):
    appeal.decide(anna, granted=False, grounds="Het blijft te scherp")
    assert Message.objects.get(pk=appeal.entry.about["message"]).is_hidden
    page = signed_in(samira).get(reverse("ruling", args=[appeal.entry_id])).content.decode()
    assert "Het blijft te scherp" in page


def test_it_is_decided_once_and_with_grounds(appeal, anna):
    with pytest.raises(ValueError, match="grounds"):
        appeal.decide(anna, granted=True, grounds="")
    appeal.decide(anna, granted=True, grounds="Ja")
    with pytest.raises(Decided):
        Appeal.objects.get(pk=appeal.pk).decide(anna, granted=False, grounds="Nee")


def test_granting_ends_a_pause_undoes_a_ban_and_lets_a_removed_member_in_again(
    water, mobility, anna, daan, samira
):
    def granted(entry):
        appeal = Appeal.objects.make(entry, samira, "Onterecht")
        appeal.decide(anna, granted=True, grounds="Inderdaad")

    granted(water.pause(samira, timezone.now() + timedelta(days=7), by=daan, grounds="Rust"))
    assert access.role_of(samira, water) == "member"
    granted(water.remove(samira, by=daan, grounds="Weg"))
    assert access.role_of(samira, water) == "member"
    granted(water.ban(samira, by=daan, grounds="Reclame"))
    assert not water.bans.exists()
    mobility.hide(daan, "Niet hier")
    entry = AuditEntry.objects.get(action="hide_thread")
    assert entry.subject == anna, "who started it"


def test_granting_an_appeal_against_a_refusal_lets_it_wait_again(
    water, mobility, anna, daan, carla, say
):
    water.describe(by=anna, approves_newcomers=True)
    water.admit(carla)
    mobility.refresh_from_db()
    with pytest.raises(Waiting) as waiting:
        say(mobility, carla, "Mag ik?")
    waiting.value.held.refuse(daan, "Nee")
    entry = AuditEntry.objects.get(action="refuse")
    Appeal.objects.make(entry, carla, "Waarom niet?").decide(anna, granted=True, grounds="Goed")
    assert Held.objects.open().get().body == "Mag ik?"


def test_where_nobody_else_keeps_order_an_administrator_looks_at_the_entry_and_nothing_else(
    square, anna, daan, carla, samira, say, signed_in
):
    thread = Thread.objects.start(square, anna, "Een gesprek", "Dag", client_id="s")
    square.reading, square.listed = "members", False
    square.save()
    message = say(thread, daan, "Geheimwoord")
    message.hide(anna, "Niet zo")
    entry = AuditEntry.objects.get(action="hide")
    appeal = Appeal.objects.make(entry, daan, "Jawel")
    carla.is_staff = True
    carla.save()
    assert set(access.judges_of(entry)) == {carla}
    client = signed_in(carla)
    desk = client.get(reverse("desk")).content.decode()
    assert 'data-desk="appeal"' in desk
    page = client.get(reverse("appeal", args=[appeal.pk])).content.decode()
    assert "Niet zo" in page
    assert "Jawel" in page
    assert "Geheimwoord" not in page
    assert "Een gesprek" not in page
    appeal.decide(carla, granted=True, grounds="Terecht")
    assert not Message.objects.get(pk=message.pk).is_gone

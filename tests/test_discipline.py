"""Warning, pausing, removing and banning people, and undoing it; administrators who enter."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.models import Thread
from groups import access
from groups.models import AuditEntry, Membership, Role

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TOMORROW = timedelta(days=1)


@pytest.fixture(autouse=True)
def mails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def deliver():
    for result in DBTaskResult.objects.ready().order_by("enqueued_at"):
        result.task.call(*result.args_kwargs["args"])
        result.delete()


def reads(person, thread):
    return Thread.objects.visible_to(person).filter(pk=thread.pk).exists()


def test_a_warning_is_told_with_its_grounds_and_changes_nothing_else(
    water, mobility, daan, samira, mails
):
    entry = water.warn(samira, by=daan, grounds="Houd het zakelijk")
    deliver()
    [letter] = mails
    assert letter.to == [samira.email]
    assert "Houd het zakelijk" in letter.body
    assert reverse("ruling", args=[entry.number]) in letter.body
    assert access.may(samira, "post", mobility)


def test_who_is_paused_reads_and_writes_nothing_until_then(water, mobility, daan, samira):
    water.pause(samira, timezone.now() + TOMORROW, by=daan, grounds="Even rust")
    assert not reads(samira, mobility)
    assert not access.may(samira, "post", mobility)
    over = timezone.now() - timedelta(seconds=1)  # SQLite counts in milliseconds
    Membership.objects.filter(person=samira).update(paused_until=over)
    assert reads(samira, mobility)


def test_a_pause_that_is_undone_ends_now(water, mobility, daan, samira):
    water.pause(samira, timezone.now() + TOMORROW, by=daan, grounds="Even rust")
    water.resume(samira, by=daan)
    assert reads(samira, mobility)
    actions = list(AuditEntry.objects.filter(subject=samira).values_list("action", flat=True))
    assert actions == ["resume", "pause"]


def test_who_is_banned_is_out_and_cannot_come_back_until_it_is_undone(square, anna, carla):
    square.join(carla)
    square.ban(carla, by=anna, grounds="Reclame")
    assert not access.may(carla, "join", square)
    assert not access.groups_read_by(carla).filter(pk=square.pk).exists()
    with pytest.raises(access.MayNot):
        square.join(carla)
    square.unban(carla, by=anna)
    square.join(carla)
    assert access.role_of(carla, square) == "member"


def test_who_is_removed_is_out_and_hears_why(water, mobility, daan, samira, mails):
    water.remove(samira, by=daan, grounds="Geen deelnemer meer")
    deliver()
    assert not reads(samira, mobility)
    assert "Geen deelnemer meer" in mails[-1].body


@pytest.mark.parametrize("verb", ["warn", "remove", "ban"])
def test_nothing_is_decided_about_someone_without_grounds(water, daan, samira, verb):
    for grounds in ("", "   ", "\u202e\n"):
        with pytest.raises(ValueError, match="grounds"):
            getattr(water, verb)(samira, by=daan, grounds=grounds)
    assert access.role_of(samira, water) == "member"
    assert not AuditEntry.objects.exists()


def test_a_moderator_decides_about_members_and_an_owner_about_everyone(
    water, anna, daan, samira, carla
):
    for by, whom in ((samira, daan), (carla, samira), (daan, anna), (daan, daan)):
        with pytest.raises(access.MayNot):
            water.warn(whom, by=by, grounds="Zomaar")
    water.admit(carla, role=Role.MODERATOR)
    with pytest.raises(access.MayNot):
        water.ban(carla, by=daan, grounds="Zomaar")
    water.ban(carla, by=anna, grounds="Met reden")
    with pytest.raises(access.MayNot):
        water.remove(anna, by=anna, grounds="De laatste eigenaar blijft")


def test_a_decision_and_its_entry_stand_together_or_not_at_all(
    water, daan, samira, mobility, monkeypatch
):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(type(AuditEntry.objects.all()), "record", fail)
    with pytest.raises(RuntimeError):
        water.ban(samira, by=daan, grounds="Reclame")
    assert reads(samira, mobility)
    assert not water.bans.exists()


def test_an_administrator_enters_for_four_hours_and_the_owners_hear_at_once(
    water, mobility, anna, carla, mails
):
    with pytest.raises(access.MayNot):
        water.enter(carla, grounds="Zomaar")
    carla.is_staff = True
    carla.save()
    assert not reads(carla, mobility), "running the platform is not reading"
    membership = water.enter(carla, grounds="Melding van een datalek")
    assert reads(carla, mobility)
    assert timedelta(hours=3) < membership.expires_at - timezone.now() < timedelta(hours=5)
    deliver()
    [letter] = mails
    assert letter.to == [anna.email]
    assert "Melding van een datalek" in letter.body
    assert AuditEntry.objects.get(action="enter").actor == carla
    over = timezone.now() - timedelta(seconds=1)
    Membership.objects.filter(person=carla).update(expires_at=over)
    assert not reads(carla, mobility)
    water.enter(carla, grounds="Nog een keer")
    water.go_out(carla)
    assert not reads(carla, mobility)


def test_the_page_about_a_member_decides_with_grounds(water, signed_in, daan, samira):
    address = reverse("discipline", args=[water.slug, samira.pk])
    client = signed_in(daan)
    assert client.get(address).status_code == 200
    refused = client.post(address, {"verb": "ban", "ban-grounds": " "})
    assert refused.status_code == 422
    assert not water.bans.exists()
    response = client.post(
        address, {"verb": "pause", "pause-days": "7", "pause-grounds": "Even rust"}
    )
    assert response.status_code == 302
    assert water.memberships.get(person=samira).is_paused
    assert client.post(address, {"verb": "onzin"}).status_code == 400
    client.post(address, {"verb": "resume", "resume-grounds": ""})
    client.post(address, {"verb": "ban", "ban-grounds": "Reclame"})
    assert water.bans.filter(person=samira).exists()
    page = client.get(address).content.decode()
    assert "Reclame" in page
    client.post(address, {"verb": "unban", "unban-grounds": ""})
    assert not water.bans.exists()


def test_the_page_about_a_member_is_not_there_for_others(water, signed_in, samira, carla, anna):
    address = reverse("discipline", args=[water.slug, anna.pk])
    assert signed_in(carla).get(address).status_code == 404
    assert signed_in(samira).get(address).status_code == 404
    absent = reverse("discipline", args=[water.slug, 999_999])
    assert signed_in(anna).get(absent).status_code == 404


def test_administrators_see_what_they_need_to_run_a_closed_group_and_no_more(
    water, mobility, signed_in, carla, django_assert_max_num_queries
):
    address = reverse("platform_groups")
    assert signed_in(carla).get(address).status_code == 404
    carla.is_staff = True
    carla.save()
    client = signed_in(carla)
    with django_assert_max_num_queries(8):
        page = client.get(address).content.decode()
    assert water.name in page
    assert "Anna Bakker" in page
    assert mobility.subject not in page
    enter = reverse("platform_enter", args=[water.pk])
    assert client.get(enter).status_code == 200
    assert client.post(enter, {"grounds": ""}).status_code == 422
    assert client.post(enter, {"grounds": "Datalek"}).status_code == 302
    assert client.get(mobility.get_absolute_url()).status_code == 200
    client.post(reverse("platform_go_out", args=[water.pk]))
    assert client.get(mobility.get_absolute_url()).status_code == 404

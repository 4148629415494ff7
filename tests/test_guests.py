"""Guests: brought into one conversation, and nowhere else."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.models import Mention, Thread
from groups import mail as letters
from groups.models import GuestPass, Invitation, Membership

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def guest(mobility, daan, carla):
    mobility.bring_in(carla, by=daan)
    return carla


@pytest.fixture
def secret(water, anna):
    """Another conversation in the same group."""
    return Thread.objects.start(water, anna, "Begroting", "Onder ons", client_id="secret")


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def guests_page(thread):
    return reverse("thread_guests", args=[thread.pk])


def test_a_guest_finds_their_conversation_and_no_other(signed_in, guest, mobility, secret):
    client = signed_in(guest)
    home = page(client, reverse("home"))
    assert [link.get_text(strip=True) for link in home.select(".row-link")] == [mobility.subject]
    beside = home.select_one("#sidebar").get_text()
    assert mobility.subject in beside
    assert mobility.group.name in beside
    assert secret.subject not in str(home)
    assert client.get(secret.get_absolute_url()).status_code == 404


def test_a_guest_writes_there_and_starts_nothing(signed_in, guest, mobility, water):
    client = signed_in(guest)
    soup = page(client, mobility.get_absolute_url())
    assert soup.select_one("#composer")
    assert soup.select_one(f'a[href="{reverse("thread_new", args=[water.slug])}"]') is None
    assert client.get(reverse("thread_new", args=[water.slug])).status_code == 403
    client.post(reverse("post", args=[mobility.pk]), {"body": "Dank voor de uitnodiging"})
    assert mobility.messages.filter(author=guest, body="Dank voor de uitnodiging").exists()


def test_a_guest_does_not_get_the_list_of_members(signed_in, guest, water, samira, secret):
    client = signed_in(guest)
    assert client.get(reverse("members", args=[water.slug])).status_code in (403, 404)
    front = client.get(water.get_absolute_url()).content.decode()
    assert samira.name not in front
    assert secret.subject not in front


def handles(client, group, thread=None, typed=""):
    about = {"q": typed} | ({"thread": thread.pk} if thread else {})
    answer = client.get(reverse("mentionable", args=[group.slug]), about).json()
    return {person["handle"] for person in answer["people"]}


def test_a_guest_is_offered_those_who_take_part(
    signed_in, guest, mobility, water, anna, daan, samira, say, secret
):
    client = signed_in(guest)
    say(secret, samira, "Niet voor gasten")
    assert handles(client, water, mobility) == {anna.handle, daan.handle, guest.handle}
    assert handles(client, water) == set()
    assert handles(client, water, secret) == set()


def test_members_are_offered_the_guests_of_that_conversation_only(
    signed_in, guest, mobility, water, anna, daan, samira, secret
):
    client = signed_in(samira)
    members = {anna.handle, daan.handle, samira.handle}
    assert handles(client, water, mobility) == members | {guest.handle}
    assert handles(client, water, secret) == members
    assert handles(client, water) == members


def test_who_only_sees_a_group_is_not_told_who_is_in_it(signed_in, water, anna, carla):
    water.describe(by=anna, listed=True)
    assert handles(signed_in(carla), water) == set()


def test_a_guest_is_mentioned_where_they_read_and_nowhere_else(guest, mobility, secret, anna, say):
    say(mobility, anna, f"@{guest.handle} wat vind jij?")
    said = say(secret, anna, f"@{guest.handle} mag dit niet weten")
    assert Mention.objects.filter(person=guest).count() == 1
    assert "data-person" not in said.html


def test_a_moderator_brings_someone_in_by_name(signed_in, daan, carla, mobility):
    client = signed_in(daan)
    response = client.post(
        guests_page(mobility), {"whom": "carla de wit", "until": "7"}, follow=True
    )
    assert "Carla de Wit" in response.content.decode()
    expires_at = GuestPass.objects.get(membership__person=carla).expires_at
    assert abs(expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)


def test_of_people_with_one_name_the_right_one_is_chosen(signed_in, daan, mobility, carla):
    other = type(carla).objects.create_user("c2@voorbeeld.nl", "Carla de Wit")
    client = signed_in(daan)
    response = client.post(guests_page(mobility), {"whom": "Carla de Wit"})
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    choices = {button["value"] for button in soup.select('button[name="whom"]')}
    assert choices == {carla.handle, other.handle}
    assert not GuestPass.objects.exists()
    # As a browser does it: the field still holds the name, the button comes last.
    client.post(guests_page(mobility), {"whom": ["Carla de Wit", other.handle]})
    assert GuestPass.objects.get().membership.person == other


def test_who_hides_from_the_list_of_people_is_not_found_by_name(signed_in, daan, mobility, carla):
    carla.visibility = "nobody"
    carla.save()
    response = signed_in(daan).post(guests_page(mobility), {"whom": "Carla"})
    assert response.status_code == 422
    assert carla.handle not in response.content.decode()


@pytest.mark.parametrize("whom", ["", "   ", "Niemand Hier", "geen@adres", "x@" + "y" * 300, "\0"])
def test_what_names_nobody_is_answered_with_a_sentence(signed_in, daan, mobility, whom):
    response = signed_in(daan).post(guests_page(mobility), {"whom": whom})
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one(".utrecht-form-field--invalid")
    assert not GuestPass.objects.exists()
    assert not Invitation.objects.exists()


def test_a_member_is_refused_with_a_sentence(signed_in, daan, samira, mobility):
    daan.language = "en"
    daan.save()
    for whom in (samira.name, samira.email):
        response = signed_in(daan).post(guests_page(mobility), {"whom": whom})
        assert response.status_code == 422
        assert "already a member" in response.content.decode()


def test_an_address_gets_a_letter_and_its_holder_sees_this_conversation_only(
    signed_in, daan, carla, mobility, secret
):
    signed_in(daan).post(guests_page(mobility), {"whom": "Carla@voorbeeld.nl", "until": "30"})
    invitation = Invitation.objects.get()
    assert invitation.stream == mobility.stream
    assert DBTaskResult.objects.filter(args_kwargs__args=[invitation.pk]).exists()
    letters.invitation(invitation).send()
    assert reverse("invitation", args=[invitation.token]) in mail.outbox[0].body
    signed_in(carla).post(reverse("invitation", args=[invitation.token]))
    membership = Membership.objects.get(person=carla)
    assert membership.role == "guest"
    assert membership.passes.get().expires_at == invitation.guest_until
    assert list(Thread.objects.visible_to(carla)) == [mobility]


def test_only_who_may_bring_in_gets_the_page(
    signed_in, samira, carla, guest, mobility, square, anna
):
    assert signed_in(samira).get(guests_page(mobility)).status_code == 403
    assert signed_in(guest).get(guests_page(mobility)).status_code == 403
    market = Thread.objects.start(square, anna, "Markt", "x", client_id="m")
    square.admit(samira)
    assert signed_in(samira).get(guests_page(market)).status_code == 200


def test_a_guest_s_visit_is_ended_or_left(signed_in, guest, mobility, daan):
    address = reverse("guest_send_off", args=[mobility.pk, guest.pk])
    assert page(signed_in(daan), guests_page(mobility)).select_one(f'form[action="{address}"]')
    signed_in(daan).post(address)
    assert not Membership.objects.filter(person=guest).exists()
    mobility.bring_in(guest, by=daan)
    panel = page(signed_in(guest), reverse("panel", args=[mobility.pk]))
    assert panel.select_one(f'form[action="{address}"]')
    assert signed_in(guest).post(address).url == reverse("home")
    assert not Membership.objects.filter(person=guest).exists()
    assert signed_in(daan).post(address).status_code == 404


def test_members_see_the_guests_in_the_panel_and_readers_from_outside_do_not(
    signed_in, client, guest, mobility, samira, water, anna
):
    address = reverse("panel", args=[mobility.pk])
    assert guest.name in page(signed_in(samira), address).get_text()
    water.describe(by=anna, reading="public")
    assert guest.name not in page(client, address).get_text()


def test_a_guest_who_may_no_longer_come_reads_nothing(signed_in, guest, mobility):
    GuestPass.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert signed_in(guest).get(mobility.get_absolute_url()).status_code == 404
    assert page(signed_in(guest), reverse("home")).select(".row-link") == []

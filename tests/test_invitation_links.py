"""Invitations for whoever holds the link."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from groups import access
from groups.models import AuditEntry, Ban, InvitationLink, Person, Role

pytestmark = pytest.mark.once


@pytest.fixture
def link(water, daan):
    return water.make_link(by=daan, expires_at=timezone.now() + timedelta(days=7))


def page_of(link):
    return reverse("invitation_link", args=[link.token])


def test_a_moderator_makes_a_link_that_the_page_shows(water, daan, signed_in):
    client = signed_in(daan)
    path = reverse("invitation_links", args=[water.slug])
    assert client.post(path, {"days": "7", "most_uses": "1"}).url == path
    made = water.invitation_links.get()
    assert (made.most_uses, made.made_by) == (1, daan)
    assert made.url in client.get(path).content.decode()


@pytest.mark.parametrize(
    "form", [{"days": "8"}, {"days": ""}, {"days": "7", "most_uses": "0"},
             {"days": "7", "most_uses": "99999"}, {"days": "7", "most_uses": "veel"}]
)  # fmt: skip
def test_a_link_without_sense_is_answered_beside_its_field(water, daan, signed_in, form):
    page = signed_in(daan).post(reverse("invitation_links", args=[water.slug]), form)
    assert page.context["form"].errors
    assert not InvitationLink.objects.exists()


def test_links_are_for_moderators(water, samira, carla, link, signed_in):
    for person in (samira, carla):
        client = signed_in(person)
        assert client.get(reverse("invitation_links", args=[water.slug])).status_code == 404
        path = reverse("invitation_link_revoke", args=[water.slug, link.pk])
        assert client.post(path).status_code == 404
    with pytest.raises(access.MayNot):
        water.make_link(by=samira, expires_at=timezone.now() + timedelta(days=1))


def test_whoever_holds_it_becomes_a_member_and_the_use_is_counted(water, carla, link, signed_in):
    client = signed_in(carla)
    assert client.get(page_of(link)).status_code == 200
    assert carla not in water.members.all()
    assert client.post(page_of(link)).url == water.get_absolute_url()
    assert water.memberships.get(person=carla).role == Role.MEMBER
    link.refresh_from_db()
    assert link.uses == 1


def test_who_is_in_already_costs_no_use(water, samira, link, signed_in):
    assert signed_in(samira).post(page_of(link)).url == water.get_absolute_url()
    link.refresh_from_db()
    assert link.uses == 0


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(client, link):
    page = client.get(page_of(link)).content.decode()
    assert f"next={page_of(link)}" in page.replace("%2F", "/")
    response = client.post(page_of(link))
    assert response.url == f"{reverse('account_login')}?next={page_of(link)}"


@pytest.mark.parametrize(
    "ended",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(minutes=1)},
        {"most_uses": 2, "uses": 2},
    ],
)
def test_a_link_that_is_over_lets_nobody_in(water, carla, link, signed_in, ended):
    InvitationLink.objects.update(**ended)
    client = signed_in(carla)
    assert client.get(page_of(link)).status_code == 410
    assert client.post(page_of(link)).status_code == 410
    assert carla not in water.members.all()


def test_a_token_that_nobody_made_is_not_found(client, link):
    assert client.get(reverse("invitation_link", args=["x" * 32])).status_code == 404
    assert client.get(reverse("invitation_link", args=[link.token.swapcase()])).status_code == 404


def test_who_was_banned_does_not_come_in_by_a_link(water, anna, carla, link, signed_in):
    Ban.objects.create(group=water, person=carla, by=anna, grounds="Ruzie")
    assert signed_in(carla).post(page_of(link)).status_code == 410
    link.refresh_from_db()
    assert link.uses == 0


def test_a_revoked_link_stands_in_the_log_and_keeps_who_came_by_it(
    water, carla, daan, link, signed_in
):
    link.accept(carla)
    signed_in(daan).post(reverse("invitation_link_revoke", args=[water.slug, link.pk]))
    assert AuditEntry.objects.filter(action="revoke_link", actor=daan, group=water).exists()
    assert carla in water.members.all()


def test_links_of_who_was_put_out_no_longer_work(water, anna, daan, link):
    water.remove(daan, by=anna, grounds="Uit dienst")
    assert not water.invitation_links.open().exists()


def test_a_link_of_another_group_is_not_revoked_here(anna, square, link, signed_in):
    path = reverse("invitation_link_revoke", args=[square.slug, link.pk])
    assert signed_in(anna).post(path).status_code == 404
    assert InvitationLink.objects.open().exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_only_one_gets_the_last_use(water, link):
    InvitationLink.objects.update(most_uses=1)
    people = [Person.objects.create_user(f"p{n}@voorbeeld.nl", f"Persoon {n}") for n in range(6)]

    def accept(person):
        try:
            InvitationLink.objects.get().accept(person)
        except access.MayNot:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        assert sum(pool.map(accept, people)) == 1
    assert water.members.filter(name__startswith="Persoon").count() == 1
    assert InvitationLink.objects.get().uses == 1

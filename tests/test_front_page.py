"""The front page of a group, for everyone who may come there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conversations.models import Thread
from groups.models import Group

pytestmark = pytest.mark.once


@pytest.fixture
def listed(anna, daan):
    """Everyone sees that it is there; its members read."""
    group = Group.objects.open_by(
        anna, "Dijkwacht", listed=True, description="Over de dijken", joining="request"
    )
    group.admit(daan)
    Thread.objects.start(group, anna, "Zwakke plek", "Bij paal 12", client_id="dijk")
    return group


def page(client, group):
    return client.get(group.get_absolute_url())


def test_a_member_reads_the_conversations_and_starts_one(samira, water, mobility, signed_in):
    html = page(signed_in(samira), water).content.decode()
    assert mobility.subject in html
    assert reverse("thread_new", args=[water.slug]) in html
    assert html.count("nl-button--primary") == 1


def test_who_sees_but_does_not_read_finds_what_it_is_and_how_to_join(listed, carla, signed_in):
    response = page(signed_in(carla), listed)
    html = response.content.decode()
    assert "Over de dijken" in html
    assert response.context["members_count"] == 2
    assert reverse("join_request", args=[listed.slug]) in html
    assert "Zwakke plek" not in html
    assert reverse("members", args=[listed.slug]) not in html
    assert html.count("nl-button--primary") == 1
    assert signed_in(carla).get(reverse("members", args=[listed.slug])).status_code == 404


def test_a_closed_group_that_is_not_listed_has_no_front_page_for_others(
    water, carla, signed_in, client
):
    client_of_carla = signed_in(carla)
    absent = client_of_carla.get(reverse("group", args=["no-such-group"]))
    denied = page(client_of_carla, water)
    assert (denied.status_code, denied.headers.keys()) == (404, absent.headers.keys())
    assert page(client, water).url.startswith(reverse("account_login"))


def test_everyone_reads_a_public_group_and_is_asked_to_sign_in(square, anna, client):
    square.describe(by=anna, reading="public")
    Thread.objects.start(square, anna, "Bomen", "Welke?", client_id="bomen")
    html = page(client, square).content.decode()
    assert "Bomen" in html
    assert reverse("account_login") in html
    assert reverse("members", args=[square.slug]) not in html


def test_hidden_conversations_are_not_in_the_list_of_members(samira, water, mobility, signed_in):
    Thread.objects.update(hidden_at=timezone.now())
    assert mobility.subject not in page(signed_in(samira), water).content.decode()


def test_a_guest_finds_only_what_they_were_brought_into(water, mobility, anna, carla, signed_in):
    Thread.objects.start(water, anna, "Onder ons", "Alleen wij", client_id="ons")
    mobility.bring_in(carla, by=anna)
    html = page(signed_in(carla), water).content.decode()
    assert mobility.subject in html
    assert "Onder ons" not in html
    assert reverse("thread_new", args=[water.slug]) not in html


def test_a_paused_member_of_a_closed_group_reads_until_when_and_why_and_nothing_else(
    water, mobility, anna, samira, signed_in
):
    water.pause(samira, timezone.now() + timedelta(days=2), by=anna, grounds="Te fel gereageerd")
    response = page(signed_in(samira), water)
    html = response.content.decode()
    assert response.status_code == 403
    assert "Te fel gereageerd" in html
    assert mobility.subject not in html
    over = timezone.now() - timedelta(seconds=1)
    water.memberships.filter(person=samira).update(paused_until=over)
    assert page(signed_in(samira), water).status_code == 200


def test_a_paused_member_of_an_open_group_reads_why(square, anna, daan, signed_in):
    square.pause(daan, timezone.now() + timedelta(days=2), by=anna, grounds="Te fel gereageerd")
    html = page(signed_in(daan), square).content.decode()
    assert "Te fel gereageerd" in html
    assert reverse("join", args=[square.slug]) not in html


def test_who_was_banned_reads_why_where_everyone_reads_and_finds_nothing_elsewhere(
    square, listed, anna, daan, signed_in
):
    square.describe(by=anna, reading="public")
    for group in (square, listed):
        group.ban(daan, by=anna, grounds="Dreigde met geweld")
    client = signed_in(daan)
    html = page(client, square).content.decode()
    assert "Dreigde met geweld" in html
    assert reverse("join", args=[square.slug]) not in html
    assert page(client, listed).status_code == 404


def test_a_small_group_is_named_after_the_others_and_has_no_settings(anna, carla, daan, signed_in):
    group = Group.objects.open_by(anna, "Anna, Carla en Daan", is_small=True)
    for person in (carla, daan):
        group.admit(person)
    html = page(signed_in(anna), group).content.decode()
    assert "Carla de Wit, Daan Kuipers" in " ".join(html.split())
    assert reverse("group_settings", args=[group.slug]) not in html
    assert reverse("invite", args=[group.slug]) not in html


def test_the_front_page_costs_the_same_however_much_there_is(
    anna, samira, water, signed_in, django_assert_max_num_queries
):
    for number in range(12):
        Thread.objects.start(water, anna, f"Gesprek {number}", "Zo", client_id=f"g{number}")
        Group.objects.open_by(anna, f"Deel {number}", parent=water, listed=True)
    client = signed_in(samira)
    page(client, water)
    with django_assert_max_num_queries(13):
        page(client, water)

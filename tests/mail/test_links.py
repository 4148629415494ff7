"""The links in a mail by which one chooses what one gets, without signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conversations.mail import addresses, links
from conversations.mail.stopping import stop
from conversations.models import Bouncing, Thread
from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.decisions.notices import recipients
from conversations.outcomes.tasks.models import Task
from groups.models import MailChoice

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(url):
    return url.removeprefix("http://localhost:8000")


def choice(person, group):
    return person.memberships.get(group=group).mail


def test_a_link_shows_the_choice_and_a_button_makes_it(client, samira, water):
    address = path(links.choose_url(samira, water))
    page = client.get(address)
    assert "Water in de wijk" in page.content.decode()
    assert choice(samira, water) == MailChoice.MENTIONS
    client.post(address, {"mail": "weekly", "digest_hour": "17"})
    membership = samira.memberships.get(group=water)
    assert (membership.mail, membership.digest_hour) == ("weekly", 17)
    assert membership.digested_at is not None
    assert client.post(address, {"mail": "always", "digest_hour": "8"}).status_code == 200
    assert choice(samira, water) == MailChoice.WEEKLY


def test_one_click_of_a_mail_program_ends_all_mail_of_the_group_at_once(samira, water, mobility):
    """RFC 8058: a POST without cookies, which no other link of the person is needed for."""
    mobility.participation(samira).attend("follow")
    provider = Client(enforce_csrf_checks=True)
    address = path(links.one_click_url(samira, water))
    assert provider.get(address).status_code == 200
    assert choice(samira, water) == MailChoice.MENTIONS
    response = provider.post(address, ONE_CLICK)
    assert response.status_code == 200
    assert choice(samira, water) == MailChoice.NONE
    assert mobility.participation(samira).attention == ""
    assert links.choose_path(samira, water) in response.content.decode()
    assert provider.post(address, ONE_CLICK).status_code == 200


def test_a_link_asks_whether_a_conversation_is_followed_or_muted(client, samira, mobility):
    address = path(links.thread_url(samira, mobility, "mute"))
    assert client.get(address).status_code == 200
    assert mobility.participation(samira).attention == ""
    client.post(address, {"value": "mute"})
    assert mobility.participation(samira).attention == "mute"
    client.post(address, {"value": ""})
    assert mobility.participation(samira).attention == ""
    assert client.post(address, {"value": "burn"}).status_code == 410


def test_a_link_says_for_whom_one_chooses(client, samira, water, mobility):
    """Mails are passed on, with their links."""
    made = links.choose_url(samira, water), links.one_click_url(samira, water)
    for address in map(path, (*made, links.thread_url(samira, mobility, "mute"))):
        assert samira.name in client.get(address).content.decode(), address


def test_it_speaks_the_language_of_whose_link_it_is(client, samira, water):
    samira.language = "en"
    samira.save()
    assert b"Mail of Water in de wijk" in client.get(path(links.choose_url(samira, water))).content


def test_a_link_is_good_for_what_it_was_made_for_only(client, samira, daan, water, mobility):
    choose, thread = links.choose_url(samira, water), links.thread_url(samira, mobility)
    token = path(choose).split("/")[3]
    changed = "A" if token[0] != "A" else "B"
    for address in (
        path(thread).replace("attention", "choose"),
        path(choose).replace("choose", "attention"),
        path(choose).replace(token, changed + token[1:]),
        path(choose).replace(token, token[:-1]),
        "/mail/stop/x/",
    ):
        for response in (client.get(address), client.post(address, {"mail": "none"})):
            assert response.status_code == 410, address
            assert "Water in de wijk" not in response.content.decode()


def test_links_that_are_revoked_or_of_who_is_gone_do_nothing(client, samira, water, mobility):
    made = links.choose_url(samira, water), links.one_click_url(samira, water)
    addresses.revoke_all(samira)
    for address in map(path, (*made, links.thread_url(samira, mobility))):
        expected = 200 if "attention" in address else 410
        assert client.get(address).status_code == expected
    address = path(links.choose_url(samira, water))
    samira.is_active = False
    samira.save()
    assert client.get(address).status_code == 410


def test_who_may_not_see_the_group_any_more_is_not_told_its_name_and_can_stop_its_mail(
    client, samira, water, mobility
):
    made = [
        path(url)
        for url in (
            links.choose_url(samira, water),
            links.thread_url(samira, mobility, "mute"),
            links.one_click_url(samira, water),
        )
    ]
    mobility.participation(samira).attend("follow")
    water.leave(samira)
    for address in made:
        response = client.get(address)
        assert response.status_code == 410
        assert "Water in de wijk" not in response.content.decode()
    response = client.post(made[2], ONE_CLICK)
    assert response.status_code == 200
    assert "Water in de wijk" not in response.content.decode()
    assert mobility.participation(samira).attention == ""


def test_who_follows_without_being_a_member_can_stop_as_well(client, carla, square, anna):
    thread = Thread.objects.start(square, anna, "Bankjes", "Waar?", client_id="b")
    thread.participation(carla).attend("follow")
    address = path(links.choose_url(carla, square))
    response = client.get(address)
    assert response.url == links.stop_path(carla, square)
    client.post(response.url)
    assert thread.participation(carla).attention == ""


def test_stopping_one_group_leaves_the_others_alone(samira, anna, water, square, mobility):
    square.admit(samira)
    elsewhere = Thread.objects.start(square, anna, "Bankjes", "Waar?", client_id="b")
    elsewhere.participation(samira).attend("follow")
    mobility.participation(samira).attend("mute")
    stop(samira, water.pk)
    assert choice(samira, square) == MailChoice.MENTIONS
    assert elsewhere.participation(samira).attention == "follow"
    assert mobility.participation(samira).attention == "mute"


def test_no_letters_go_to_who_stopped_a_groups_mail_or_whose_address_came_back(
    samira, daan, anna, water, mobility
):
    vote = Decision.objects.grow(
        mobility, anna, title="Rekken", client_id="vote", method="consent",
        closes_at=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    task = Task.objects.grow(
        mobility, anna, title="Tellen", client_id="task", people=[samira, daan],
        due_on=timezone.localdate() + timedelta(days=5),
    )  # fmt: skip

    def told():
        reminded = task.reminders.filter(person__in=[samira, daan])
        asked = set(recipients(vote, "reminder")) - {anna}
        return asked, {each.person for each in reminded if each.is_wanted()}

    assert told() == ({samira, daan}, {samira, daan})
    stop(samira, water.pk)
    Bouncing.objects.create(email=daan.email, suspended_at=timezone.now())
    assert told() == (set(), set())
    mobility.participation(samira).attend("follow")
    assert told() == ({samira}, {samira})


def test_clicking_without_end_is_bounded(samira, water, settings):
    settings.FLOOD_LIMITS = True
    client, address = Client(), path(links.one_click_url(samira, water))
    statuses = {client.post(address).status_code for _click in range(125)}
    assert statuses == {200, 429}

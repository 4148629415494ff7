"""Asking to join a group, and the moderators' answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from groups import access
from groups.models import AuditEntry, Ban, Group, JoinRequest, Role
from groups.models.request import Answered

pytestmark = pytest.mark.once


@pytest.fixture
def council(anna, daan):
    """Listed; people ask to join."""
    group = Group.objects.open_by(
        anna, "Waterberaad", joining="request", listed=True, description="Voor wie peilt"
    )
    group.admit(daan, role=Role.MODERATOR)
    return group


@pytest.fixture
def asked(council, carla):
    return council.ask(carla, "Ik meet het grondwater")


def answer(client, asked, **form):
    path = reverse("join_request_answer", args=[asked.group.slug, asked.pk])
    return client.post(path, form)


def send_mail():
    for waiting in DBTaskResult.objects.ready():
        waiting.task.call(*waiting.args_kwargs["args"])


def test_who_sees_the_group_asks_with_words_and_moderators_read_them(
    council, carla, daan, signed_in
):
    client = signed_in(carla)
    assert (
        reverse("join_request", args=[council.slug])
        in client.get(council.get_absolute_url()).content.decode()
    )
    client.post(reverse("join_request", args=[council.slug]), {"words": "Ik meet\nhet grondwater"})
    asked = JoinRequest.objects.get()
    assert (asked.person, asked.words) == (carla, "Ik meet het grondwater")
    page = signed_in(daan).get(reverse("members", args=[council.slug]))
    assert "Ik meet het grondwater" in page.content.decode()


def test_a_request_moves_the_desk_of_the_moderators(asked, council, daan):
    assert council.desk.events.last().data == {"request": asked.pk}
    before = council.desk.events.count()
    asked.refuse("Nu niet", by=daan)
    assert council.desk.events.count() == before + 1


def test_one_request_at_a_time(asked, council, carla, signed_in):
    with pytest.raises(access.MayNot):
        council.ask(carla)
    response = signed_in(carla).post(
        reverse("join_request", args=[council.slug]), {"words": "Nog eens"}
    )
    assert response.url == council.get_absolute_url()
    assert JoinRequest.objects.count() == 1


def test_the_list_of_groups_shows_what_one_asked_and_who_asks(asked, carla, daan, signed_in):
    page = signed_in(carla).get(reverse("groups"))
    assert list(page.context["requests"]) == [asked]
    mine = signed_in(daan).get(reverse("groups")).context["mine"]
    assert [group.waiting for group in mine] == [1]


def test_a_member_who_is_no_moderator_neither_reads_requests_nor_answers_them(
    asked, council, samira, signed_in
):
    council.admit(samira)
    client = signed_in(samira)
    assert "grondwater" not in client.get(reverse("members", args=[council.slug])).content.decode()
    assert answer(client, asked, grant="").status_code == 404
    with pytest.raises(access.MayNot):
        asked.grant(by=samira)


def test_who_is_let_in_is_a_member_and_hears_it(asked, council, carla, daan, signed_in, mailoutbox):
    answer(signed_in(daan), asked, grant="")
    assert council.memberships.get(person=carla).role == Role.MEMBER
    send_mail()
    assert mailoutbox[0].to == [carla.email]
    assert council.get_absolute_url() in mailoutbox[0].body


def test_a_refusal_has_grounds_and_its_reader_is_told(
    asked, council, carla, daan, signed_in, mailoutbox
):
    client = signed_in(daan)
    page = answer(client, asked, grounds=" ")
    assert page.context["form"].errors["grounds"]
    answer(client, asked, grounds="Alleen voor beheerders")
    assert carla not in council.members.all()
    send_mail()
    assert "Alleen voor beheerders" in mailoutbox[0].body
    assert (
        "Alleen voor beheerders"
        in signed_in(carla).get(council.get_absolute_url()).content.decode()
    )


def test_a_week_after_a_refusal_one_may_ask_again(asked, council, carla, daan):
    asked.refuse("Nu niet", by=daan)
    assert not access.may(carla, "request", council)
    JoinRequest.objects.update(answered_at=timezone.now() - timedelta(days=8))
    assert council.ask(carla)


def test_of_two_moderators_one_answers(asked, anna, daan, signed_in):
    asked.grant(by=anna)
    with pytest.raises(Answered):
        asked.refuse("Nee", by=daan)
    page = signed_in(daan)
    assert answer(page, asked, grounds="Nee").status_code == 302
    assert JoinRequest.objects.get().granted


def test_who_was_banned_meanwhile_is_not_let_in(asked, council, carla, daan):
    Ban.objects.create(group=council, person=carla, by=daan, grounds="Ruzie")
    with pytest.raises(access.MayNot):
        asked.grant(by=daan)
    assert carla not in council.members.all()
    assert JoinRequest.objects.open().exists()


def test_a_request_is_taken_back_by_who_made_it_only(asked, carla, samira, signed_in):
    path = reverse("join_request_take_back", args=[asked.pk])
    assert signed_in(samira).post(path).status_code == 404
    signed_in(carla).post(path)
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("words", ["x" * 501, "a\x00b", "\u202eabc"])
def test_bad_words_are_answered_beside_the_field(council, carla, signed_in, words):
    path = reverse("join_request", args=[council.slug])
    page = signed_in(carla).post(path, {"words": words})
    assert page.context["form"].errors["words"]
    assert not JoinRequest.objects.exists()


def test_nobody_asks_where_people_are_invited_or_that_they_do_not_see(
    carla, square, water, signed_in
):
    for group in (square, water):
        with pytest.raises(access.MayNot):
            group.ask(carla)
    client = signed_in(carla)
    assert client.get(reverse("join_request", args=[water.slug])).status_code == 404


def test_answers_stand_in_the_audit_log(asked, carla, daan):
    asked.refuse("Nu niet", by=daan)
    entry = AuditEntry.objects.get(action="refuse_request")
    assert (entry.actor, entry.subject, entry.grounds) == (daan, carla, "Nu niet")

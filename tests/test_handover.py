"""Someone changes jobs: ownership and duties pass to someone else."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from groups.access import MayNot
from groups.models import AuditEntry, Group, Person, Role
from tests.conftest import person

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def els(db):
    """Who runs the platform."""
    made = person("Els Visser", "Beraad")
    made.make_administrator()
    return made


def roles(group):
    return dict(group.memberships.values_list("person__handle", "role"))


def hand_over(client, **typed):
    return client.post(reverse("handover"), typed)


def test_an_owner_hands_over_and_stays_as_a_member(anna, samira, water):
    water.hand_over(samira, by=anna)
    assert roles(water)["samira.ozturk"] == Role.OWNER
    assert roles(water)["anna.bakker"] == Role.MEMBER
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.actor, entry.subject) == ("hand_over", anna, anna)
    assert entry.about == {"to": samira.pk, "role": "owner"}


def test_the_last_owner_can_leave_so(anna, daan, water):
    water.hand_over(daan, by=anna, leave=True)
    assert roles(water) == {"daan.kuipers": "owner", "samira.ozturk": "member"}


def test_a_moderator_hands_over_no_more_than_they_had(daan, anna, samira, water):
    water.hand_over(samira, by=daan)
    assert roles(water)["samira.ozturk"] == Role.MODERATOR
    water.hand_over(anna, by=samira)
    assert roles(water)["anna.bakker"] == Role.OWNER, "an owner stays one"


def test_a_role_goes_only_to_another_member(anna, daan, samira, carla, water, els):
    Person.objects.filter(pk=daan.pk).update(is_active=False)
    for to in (carla, anna, daan, els):
        with pytest.raises(MayNot):
            water.hand_over(to, by=anna)
    for by in (samira, carla):
        with pytest.raises(MayNot):
            water.hand_over(anna, by=by)
    with pytest.raises(MayNot):
        water.hand_over(samira, by=daan, of=anna, grounds="Ik wil het")


def test_one_successor_for_everything_or_another_for_one_group(
    anna, daan, samira, water, square, signed_in
):
    hand_over(
        signed_in(anna), everything="@daan.kuipers", **{water.get_absolute_url(): "samira.ozturk"}
    )
    assert roles(water) == {
        "anna.bakker": "member", "daan.kuipers": "moderator", "samira.ozturk": "owner",
    }  # fmt: skip
    assert roles(square) == {"anna.bakker": "member", "daan.kuipers": "owner"}


def test_a_group_in_which_the_successor_is_no_member_stays_and_is_named(
    anna, samira, water, square, signed_in
):
    client = signed_in(anna)
    hand_over(client, everything="@samira.ozturk", leave="leave")
    assert "anna.bakker" not in roles(water)
    assert roles(square)["anna.bakker"] == Role.OWNER
    assert "Het plein" in client.get(reverse("handover")).content.decode()


@pytest.mark.parametrize("typed", ["nobody", "@", "x" * 5000, "carla.de.wit"])
def test_a_successor_who_is_not_there_is_answered_beside_the_field(
    anna, carla, water, signed_in, typed
):
    key = water.get_absolute_url()
    response = hand_over(signed_in(anna), **{key: typed})
    assert response.status_code == 422
    assert set(response.context["form"].errors) & {key, "everything"}
    assert roles(water)["anna.bakker"] == Role.OWNER


def test_who_keeps_nothing_in_order_has_nothing_to_hand_over(samira, water, signed_in):
    page = signed_in(samira).get(reverse("handover")).content.decode()
    assert 'name="everything"' not in page


def test_what_another_app_calls_a_duty_is_handed_over_with_the_rest(
    anna, daan, water, signed_in, monkeypatch
):
    handed = []

    def hand_it_over(to, by):
        handed.append((to, by))

    duty = SimpleNamespace(title="Actiepunt", url="/actions/1/", hand_over=hand_it_over)
    documents = apps.get_app_config("documents")
    monkeypatch.setattr(documents, "duties", lambda person: [duty], raising=False)
    client = signed_in(anna)
    assert "Actiepunt" in client.get(reverse("handover")).content.decode()
    hand_over(client, **{"/actions/1/": "@daan.kuipers"})
    assert handed == [(daan, anna)]
    assert roles(water)["anna.bakker"] == Role.OWNER


def leave_behind(client, of, to, grounds="Werkt hier niet meer"):
    url = reverse("handover_of", args=[of.pk])
    return client.post(url, {"everything": to, "grounds": grounds})


def test_an_administrator_does_it_for_who_has_left_and_the_owners_are_told(
    anna, daan, water, els, signed_in, mailoutbox, django_capture_on_commit_callbacks
):
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        leave_behind(signed_in(els), anna, "@daan.kuipers")
    for result in DBTaskResult.objects.ready():
        result.task.call(*result.args_kwargs["args"])
    assert roles(water) == {"daan.kuipers": "owner", "samira.ozturk": "member"}
    [mail] = mailoutbox
    assert mail.to == [daan.email]
    assert "Werkt hier niet meer" in mail.body
    entry = AuditEntry.objects.get(action="hand_over")
    assert (entry.actor, entry.subject, entry.grounds) == (els, anna, "Werkt hier niet meer")


def test_an_administrator_gives_grounds_and_learns_no_names_of_closed_groups(
    anna, daan, water, els, signed_in
):
    client = signed_in(els)
    page = client.get(reverse("handover_of", args=[anna.pk])).content.decode()
    assert "Water in de wijk" not in page
    assert leave_behind(client, anna, "@daan.kuipers", grounds=" ").status_code == 422
    assert roles(water)["anna.bakker"] == Role.OWNER
    with pytest.raises(ValueError, match="grounds"):
        water.hand_over(daan, by=els, of=anna)


def test_for_others_that_page_is_not_there(anna, daan, water, signed_in, client):
    url = reverse("handover_of", args=[anna.pk])
    for someone in (anna, daan):
        assert signed_in(someone).get(url).status_code == 404
        assert leave_behind(signed_in(someone), anna, "@daan.kuipers").status_code == 404
    assert client.get(url).status_code == 302


def test_small_groups_need_no_successor(anna, carla, signed_in):
    anna.talk_with([carla])
    assert Group.objects.get().is_small
    assert not signed_in(anna).get(reverse("handover")).context["form"].rows

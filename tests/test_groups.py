"""Groups: opening, finding, joining, leaving, and deciding about them."""

import pytest
from django.urls import reverse

from groups import access
from groups.models import Group, Role

NEW = {
    "name": "Schone singel",
    "description": "Waterkwaliteit in de stad",
    "reading": "signed_in",
    "joining": "open",
    "listed": "on",
}


def url(name, group, *more):
    return reverse(name, args=[group.slug, *more])


def roles(group):
    return dict(group.memberships.values_list("person__name", "role"))


def test_whoever_is_signed_in_can_open_a_group_and_owns_it(carla, signed_in):
    signed_in(carla).post(reverse("group_new"), NEW)
    group = Group.objects.get()
    assert group.slug == "schone-singel"
    assert roles(group) == {"Carla de Wit": "owner"}


def test_two_groups_of_one_name_have_different_addresses(carla, signed_in):
    client = signed_in(carla)
    for _time in range(2):
        client.post(reverse("group_new"), NEW)
        client.post(reverse("group_new"), NEW | {"name": "New"})
    assert set(Group.objects.values_list("slug", flat=True)) == {
        "schone-singel", "schone-singel-2", "new-2", "new-3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *[("name", text) for text in ("", " ", "x" * 81, "a\x07b", "\u202eabc")],
        *[("description", text) for text in ("x" * 301, "a\x07b", "\u202eabc")],
        ("reading", "secret"),
        ("joining", ""),
    ],
)
def test_a_bad_field_is_answered_beside_it_and_the_rest_is_kept(carla, signed_in, field, text):
    response = signed_in(carla).post(reverse("group_new"), NEW | {field: text})
    assert list(response.context["form"].errors) == [field]
    kept = [NEW[key] for key in ("name", "description") if key != field]
    assert all(value in response.content.decode() for value in kept)
    assert not Group.objects.exists()


def test_the_list_shows_mine_and_the_open_ones_but_no_closed_one_of_others(
    carla, anna, water, square, signed_in
):
    page = signed_in(carla).get(reverse("groups"))
    assert list(page.context["mine"]) == []
    assert list(page.context["others"]) == [square]
    page = signed_in(anna).get(reverse("groups"))
    assert set(page.context["mine"]) == {water, square}
    assert page.context["mine"].get(pk=water.pk).member_count == 3


def test_groups_are_found_by_name(anna, water, square, signed_in):
    page = signed_in(anna).get(reverse("groups"), {"q": "PLEIN"})
    assert list(page.context["mine"]) == [square]


def test_the_list_costs_the_same_however_many_groups(
    carla, anna, square, signed_in, django_assert_max_num_queries
):
    client = signed_in(carla)
    client.get(reverse("groups"))
    for number in range(20):
        Group.objects.open_by(
            anna, f"Groep {number}", reading="signed_in", joining="open", listed=True
        ).admit(carla)
        Group.objects.open_by(
            anna, f"Plein {number}", reading="signed_in", joining="open", listed=True
        )
    with django_assert_max_num_queries(8):
        client.get(reverse("groups"))


def test_an_open_group_is_joined_and_left(carla, square, signed_in):
    client = signed_in(carla)
    assert client.post(url("join", square)).url == square.get_absolute_url()
    assert roles(square)["Carla de Wit"] == Role.MEMBER
    client.post(url("leave", square))
    assert "Carla de Wit" not in roles(square)


def test_a_closed_group_does_not_exist_for_who_is_not_in_it(carla, water, signed_in):
    client = signed_in(carla)
    absent = client.get(reverse("members", args=["no-such-group"]))
    for name in ("members", "group_settings"):
        denied = client.get(url(name, water))
        assert (denied.status_code, denied.headers.keys()) == (404, absent.headers.keys())
    for name in ("join", "leave", "invite"):
        assert client.post(url(name, water), {"emails": "x@voorbeeld.nl"}).status_code == 404
    assert client.post(url("membership", water, carla.pk), {"role": "owner"}).status_code == 404
    assert "Carla de Wit" not in roles(water)


def test_the_last_owner_cannot_leave_and_reads_why(anna, water, signed_in):
    anna.language = "en"
    anna.save()
    page = signed_in(anna).post(url("leave", water), follow=True)
    assert "Make someone else an owner first" in page.content.decode()
    assert roles(water)["Anna Bakker"] == Role.OWNER


def test_the_last_owner_cannot_step_down(anna, water, signed_in):
    signed_in(anna).post(url("membership", water, anna.pk), {"role": "member"})
    assert roles(water)["Anna Bakker"] == Role.OWNER


def test_an_owner_gives_roles_and_may_then_leave(anna, daan, water, signed_in):
    client = signed_in(anna)
    client.post(url("membership", water, daan.pk), {"role": "owner"})
    client.post(url("leave", water))
    assert roles(water) == {"Daan Kuipers": "owner", "Samira Öztürk": "member"}


def test_a_role_that_is_none_changes_nothing(anna, daan, water, signed_in):
    before = roles(water)
    response = signed_in(anna).post(url("membership", water, daan.pk), {"role": "emperor"})
    assert response.status_code == 400
    assert roles(water) == before


def test_a_moderator_gives_no_roles_and_removes_no_owner(anna, daan, samira, water, signed_in):
    client = signed_in(daan)
    assert client.post(url("membership", water, samira.pk), {"role": "owner"}).status_code == 403
    with pytest.raises(access.MayNot):
        water.remove(anna, by=daan, grounds="Ruzie")
    assert roles(water)["Anna Bakker"] == Role.OWNER


def test_settings_are_for_owners(anna, daan, water, signed_in):
    assert signed_in(daan).get(url("group_settings", water)).status_code == 404
    client = signed_in(anna)
    client.post(url("group_settings", water), NEW)
    water.refresh_from_db()
    assert (water.name, water.joining == "open") == ("Schone singel", True)
    assert water.stream.events.last().verb == "Update"


def test_bad_settings_change_nothing(anna, water, signed_in):
    response = signed_in(anna).post(url("group_settings", water), NEW | {"name": ""})
    assert response.context["form"].errors["name"]
    assert "Water in de wijk" in response.content.decode()
    water.refresh_from_db()
    assert water.joining != "open"


def test_members_are_found_by_name_and_shown_with_their_role(daan, water, signed_in):
    client = signed_in(daan)
    page = client.get(url("members", water), {"q": "anna"})
    assert [row.person.name for row in page.context["memberships"]] == ["Anna Bakker"]


def test_the_members_page_costs_the_same_however_many_members(
    anna, water, signed_in, django_assert_max_num_queries
):
    from groups.models import Person

    for number in range(60):
        water.admit(Person.objects.create_user(f"p{number}@voorbeeld.nl", f"Persoon {number}"))
    client = signed_in(anna)
    with django_assert_max_num_queries(13):
        page = client.get(url("members", water))
    assert len(page.context["memberships"]) == 50


@pytest.mark.parametrize("name", ["groups", "group_new", "profile"])
def test_who_is_not_signed_in_is_asked_to(client, db, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))


def test_changes_of_membership_stand_in_the_lists_of_the_group_and_the_person(
    anna, daan, carla, square
):
    square.join(carla)
    square.appoint(carla, Role.MODERATOR, by=anna)
    square.remove(carla, by=anna, grounds="Ruzie")
    for stream in (square.stream, carla.stream):
        verbs = list(stream.events.order_by("-position").values_list("verb", flat=True)[:3])
        assert verbs == ["Leave", "Update", "Join"]


def test_two_owners_cannot_both_step_down(anna, daan, water):
    water.appoint(daan, Role.OWNER, by=anna)
    water.appoint(daan, Role.MEMBER, by=daan)
    with pytest.raises(access.MayNot):
        water.appoint(anna, Role.MEMBER, by=anna)

"""Groups: opening, finding, joining, leaving, and deciding about them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from groups import access
from groups.live import readers_of_group
from groups.models import AuditEntry, Group, Role

pytestmark = pytest.mark.once

NEW = {
    "name": "Schone singel",
    "description": "Waterkwaliteit in de stad",
    "reading": "signed_in",
    "joining": "open",
    "listed": "on",
    "mail_door": "members",
    "mails_words": "on",
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
    with django_assert_max_num_queries(9):
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


def test_settings_are_in_the_audit_log_without_the_words(anna, water):
    water.describe(by=anna, name="Nieuwe naam", reading="signed_in", joining="invitation")
    entry = AuditEntry.objects.get(action="settings")
    assert entry.about == {"changed": ["name", "reading"], "reading": "signed_in"}


def test_another_role_is_in_the_audit_log_once(anna, daan, water):
    for _time in range(2):
        water.appoint(daan, Role.OWNER, by=anna)
    entry = AuditEntry.objects.get(action="role")
    assert (entry.actor, entry.subject, entry.about) == (anna, daan, {"role": "owner"})


def test_who_may_no_longer_read_hears_no_more_of_the_group(anna, carla, square):
    assert carla in readers_of_group(square.stream_id)
    square.describe(by=anna, reading="members")
    assert carla not in readers_of_group(square.stream_id)
    assert anna in readers_of_group(square.stream_id)


def test_who_was_in_before_newcomers_are_looked_at_first_is_trusted(anna, samira, carla, water):
    water.describe(by=anna, approves_newcomers=True)
    water.admit(carla)
    trusted = water.memberships.exclude(trusted_at=None)
    assert {member.person for member in trusted} >= {anna, samira}
    assert carla not in {member.person for member in trusted}


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


def test_members_are_shown_as_they_present_themselves(water, samira, daan, signed_in):
    water.memberships.filter(person=samira).update(
        display_name="Sam", function="Peilmeter", introduction="Ik meet graag"
    )
    page = signed_in(daan).get(url("members", water), {"q": "sam"}).content.decode()
    for words in ("Sam", "Peilmeter", "Ik meet graag", "Samira Öztürk", "Ministerie van Ruimte"):
        assert words in page


def test_guests_stand_apart_with_what_they_read_and_until_when(
    water, mobility, anna, carla, samira, signed_in
):
    until = timezone.now() + timedelta(days=30)
    mobility.bring_in(carla, by=anna, until=until)
    page = signed_in(samira).get(url("members", water))
    assert page.context["memberships"].paginator.count == 3
    assert [guest.person for guest in page.context["guests"]] == [carla]
    assert mobility.get_absolute_url() in page.content.decode()
    assert date_format(timezone.localtime(until)) in page.content.decode()


def test_a_guest_gets_no_role_and_reads_no_list_of_members(water, mobility, anna, carla, signed_in):
    mobility.bring_in(carla, by=anna)
    assert signed_in(carla).get(url("members", water)).status_code == 404
    water.appoint(carla, Role.OWNER, by=anna)
    assert roles(water)["Carla de Wit"] == Role.GUEST
    with pytest.raises(ValueError, match="guest"):
        water.appoint(carla, Role.GUEST, by=anna)


def test_a_guest_who_joins_as_a_member_is_one(water, mobility, anna, carla):
    mobility.bring_in(carla, by=anna, until=timezone.now() + timedelta(days=1))
    water.invite(carla.email, by=anna).accept(carla)
    assert roles(water)["Carla de Wit"] == Role.MEMBER
    assert access.may(carla, "start", water)


def test_who_reads_along_without_being_a_member_sees_only_people_who_want_to_be_found(
    square, anna, daan, carla, signed_in
):
    anna.visibility = "nobody"
    anna.save()
    page = signed_in(carla).get(url("members", square))
    assert [row.person for row in page.context["memberships"]] == [daan]
    assert len(signed_in(daan).get(url("members", square)).context["memberships"]) == 2


def test_a_paused_member_does_not_leave_to_end_the_pause(square, anna, daan, signed_in):
    square.pause(daan, timezone.now() + timedelta(days=1), by=anna, grounds="Rustig aan")
    client = signed_in(daan)
    client.post(url("leave", square))
    client.post(url("join", square))
    assert square.memberships.get(person=daan).is_paused


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

"""Groups in groups."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from groups import access
from groups.models import AuditEntry, Group

pytestmark = pytest.mark.once

SETTINGS = {
    "name": "Peilbuizen", "reading": "members", "joining": "invitation", "mail_door": "members",
}  # fmt: skip


def inside(parent, person, name, **settings):
    return Group.objects.open_by(person, name, parent=parent, **settings)


def test_a_moderator_opens_a_group_in_the_group(daan, water, signed_in):
    client = signed_in(daan)
    client.post(reverse("group_new"), SETTINGS | {"parent": water.pk})
    assert Group.objects.get(name="Peilbuizen").parent == water


def test_only_groups_where_one_keeps_order_are_offered(samira, carla, water, square, signed_in):
    square.admit(samira)
    page = signed_in(samira).get(reverse("group_new"))
    assert "parent" not in page.context["form"].fields
    response = signed_in(carla).post(reverse("group_new"), SETTINGS | {"parent": water.pk})
    assert response.status_code == 302
    assert Group.objects.get(name="Peilbuizen").parent is None
    with pytest.raises(access.MayNot):
        inside(water, samira, "Peilbuizen")


def test_the_front_page_lists_the_groups_in_it_that_the_reader_sees(anna, samira, water, signed_in):
    listed = inside(water, anna, "Peilbuizen", listed=True)
    inside(water, anna, "Geheim")
    page = signed_in(samira).get(water.get_absolute_url())
    assert list(page.context["subgroups"]) == [listed]
    page = signed_in(samira).get(listed.get_absolute_url())
    assert page.context["parent"] == water


def test_the_name_of_a_closed_group_does_not_show_on_a_group_in_it(anna, carla, water, signed_in):
    part = inside(water, anna, "Peilbuizen")
    part.admit(carla)
    assert water.name not in signed_in(carla).get(part.get_absolute_url()).content.decode()


def test_a_loop_is_refused_in_words(anna, water, signed_in):
    part = inside(water, anna, "Peilbuizen")
    deeper = inside(part, anna, "Meters")
    with pytest.raises(ValidationError) as refused:
        water.describe(by=anna, parent=deeper)
    assert "parent" in refused.value.message_dict
    page = signed_in(anna).post(
        reverse("group_settings", args=[water.slug]),
        SETTINGS | {"name": "Anders", "parent": part.pk},
    )
    assert page.context["form"].errors["parent"]
    water.refresh_from_db()
    assert (water.parent, water.name) == (None, "Water in de wijk")


def test_a_group_is_no_part_of_itself(anna, water):
    with pytest.raises(ValidationError):
        water.describe(by=anna, parent=water)


def test_groups_stand_at_most_four_deep(anna, water):
    group = water
    for name in ("Twee", "Drie", "Vier"):
        group = inside(group, anna, name)
    with pytest.raises(ValidationError):
        inside(group, anna, "Vijf")
    tower = Group.objects.open_by(anna, "Toren")
    inside(tower, anna, "Verdieping")
    with pytest.raises(ValidationError):
        tower.describe(by=anna, parent=group.parent)
    assert not Group.objects.filter(name="Vijf").exists()


def test_a_group_has_no_more_readers_than_the_group_it_is_in(anna, water, signed_in):
    with pytest.raises(ValidationError) as refused:
        inside(water, anna, "Open dag", reading="public")
    assert "reading" in refused.value.message_dict
    page = signed_in(anna).post(
        reverse("group_new"), SETTINGS | {"parent": water.pk, "reading": "public"}
    )
    assert page.context["form"].errors["reading"]


def test_groups_in_it_follow_where_it_gets_fewer_readers(anna, square):
    part = inside(square, anna, "Hoek", reading="signed_in")
    closed = inside(square, anna, "Achterkamer")
    square.describe(by=anna, reading="members")
    part.refresh_from_db()
    closed.refresh_from_db()
    assert part.reading == closed.reading == "members"
    assert AuditEntry.objects.filter(group=part, action="settings").exists()
    assert not AuditEntry.objects.filter(group=closed, action="settings").exists()


def test_who_is_in_the_group_is_not_by_itself_in_the_groups_in_it(anna, samira, water):
    part = inside(water, anna, "Peilbuizen")
    assert not access.may(samira, "post", part)
    assert not Group.objects.visible_to(samira).filter(pk=part.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_that_make_a_loop_together_one_is_refused(anna, water, square):
    square.describe(by=anna, reading="members")

    def put(pair):
        group, parent = (Group.objects.get(pk=each.pk) for each in pair)
        try:
            group.describe(by=anna, parent=parent)
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(put, [(water, square), (square, water)]))
    assert sorted(outcomes) == ["done", "refused"]
    assert Group.objects.filter(parent=None).count() == 1

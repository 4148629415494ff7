"""Subqueries that are compiled once mean what they meant where they are written out."""

import pytest
from django.db.models import CharField, Exists, OuterRef

from groups.composed import the_one, there_is
from groups.models import Group, Membership, Person, Role

pytestmark = pytest.mark.django_db


@there_is
def is_in(person, group):
    return Membership.objects.filter(person=person, group=group)


@there_is
def meets(person, other):
    """Two levels deep, over the same table as the query around it."""
    groups = Group.objects.filter(is_in(other, "pk"))
    return Membership.objects.filter(person=person, group__in=groups.values("pk"))


@the_one(CharField())
def role_in(person, group):
    return Membership.objects.filter(person=person, group=group).values("role")


@the_one(CharField())
def newest_name(person):
    groups = Group.objects.filter(memberships__person=person)
    return groups.order_by("-pk").values("name")[:1]


def test_a_value_and_a_column_stand_where_they_are_asked(water, square, daan, samira):
    assert set(Group.objects.filter(is_in(daan.pk, "pk"))) == {water, square}
    assert set(Group.objects.filter(is_in(samira.pk, "pk"))) == {water}
    assert set(Group.objects.exclude(is_in(samira.pk, "pk"))) == {square}


def test_a_column_of_the_same_table_means_the_one_outside(water, square, samira, daan):
    rows = Membership.objects.filter(is_in(samira.pk, "group"))
    assert {row.group for row in rows} == {water}
    assert rows.count() == 3
    assert set(Person.objects.filter(meets("pk", samira.pk))) == {
        row.person for row in water.memberships.all()
    }


def test_a_column_from_further_out_goes_through(water, square, samira, carla):
    groups = Group.objects.filter(is_in(OuterRef(OuterRef("pk")), "pk"), name=water.name)
    assert samira in Person.objects.filter(Exists(groups))
    assert carla not in Person.objects.filter(Exists(groups))


def test_a_path_joins_as_it_does_elsewhere(water, mobility, samira, carla):
    messages = mobility.messages.all()
    assert messages.filter(is_in(samira.pk, "thread__group")).count() == 1
    assert messages.filter(is_in(carla.pk, "thread__group")).count() == 0


def test_a_value_of_a_row_is_there_or_none(water, square, samira):
    roles = Group.objects.annotate(role=role_in(samira.pk, "pk")).values_list("name", "role")
    assert dict(roles) == {water.name: Role.MEMBER, square.name: None}


def test_each_asker_gets_their_own_answer_of_the_same_words(water, daan, samira):
    roles = [
        Group.objects.annotate(role=role_in(person.pk, "pk")).get(pk=water.pk).role
        for person in (daan, samira)
    ]
    assert roles == [Role.MODERATOR, Role.MEMBER]


def test_of_several_rows_it_is_the_one_that_the_order_says(water, square, daan, samira, carla):
    names = Person.objects.annotate(group=newest_name("pk")).values_list("pk", "group")
    assert dict(names.filter(pk__in=[daan.pk, samira.pk, carla.pk])) == {
        daan.pk: square.name, samira.pk: water.name, carla.pk: None,
    }  # fmt: skip

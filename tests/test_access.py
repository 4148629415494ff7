"""The rule, in both directions: what may this person see, and who may see this."""

import pytest
from django.contrib.auth.models import AnonymousUser

from groups import access
from groups.models import Group, Person


@pytest.fixture
def cast(anna, daan, samira, carla):
    return [anna, daan, samira, carla]


def readers(group):
    return access.readers_of_groups(Group.objects.filter(pk=group.pk))


def test_both_directions_agree_for_everyone_and_every_group(cast, water, square):
    cast[2].is_active = False
    cast[2].save()
    for group in (water, square):
        assert set(readers(group)) == {
            person for person in Person.objects.all()
            if group in access.groups_read_by(person)
        }  # fmt: skip


def test_a_closed_group_is_seen_by_its_members_only(cast, water):
    assert set(readers(water)) == set(cast[:3])
    assert water not in access.visible_groups(cast[3])


def test_an_open_group_is_seen_by_everyone_who_is_signed_in(cast, square):
    assert set(readers(square)) == set(cast)
    assert not access.groups_read_by(AnonymousUser()).exists()


def test_who_is_no_longer_active_sees_and_does_nothing(anna, water):
    anna.is_active = False
    assert not Group.objects.visible_to(anna).exists()
    assert not access.may(anna, "post", water)


@pytest.mark.parametrize(
    ("verb", "those"),
    [
        ("post", "owner moderator member"),
        ("start", "owner moderator member"),
        ("react", "owner moderator member"),
        ("moderate", "owner moderator"),
        ("invite", "owner moderator"),
        ("own", "owner"),
        ("join", ""),
        ("leave", "moderator member"),
    ],
)
def test_in_a_closed_group_each_role_may_do_what_is_theirs(cast, water, verb, those):
    names = dict(zip(["owner", "moderator", "member", "stranger"], cast, strict=True))
    able = [role for role, person in names.items() if access.may(person, verb, water)]
    assert able == those.split()


def test_in_an_open_group_every_member_invites_and_everyone_else_may_join(
    anna, daan, carla, square
):
    assert access.may(daan, "invite", square)
    assert access.may(carla, "join", square)
    assert not access.may(daan, "join", square)
    assert not access.may(carla, "post", square)


def test_nobody_who_is_not_signed_in_may_do_anything(water, square):
    for verb in [*access.NEEDS, "join", "leave"]:
        assert not access.may(AnonymousUser(), verb, square)
        assert not access.may(AnonymousUser(), verb, water)


def test_the_verbs_ask_the_rule_themselves(samira, carla, water):
    with pytest.raises(access.MayNot):
        water.join(carla)
    with pytest.raises(access.MayNot):
        water.describe(by=samira, name="Van mij")
    with pytest.raises(access.MayNot):
        water.invite("x@voorbeeld.nl", by=samira)
    with pytest.raises(access.MayNot):
        water.leave(carla)

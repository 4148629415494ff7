"""Archived groups: read, and not written in."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups import access
from groups.models import AuditEntry, Group

pytestmark = pytest.mark.once


@pytest.fixture
def archived(water, mobility, anna):
    water.archive(by=anna)
    mobility.group.refresh_from_db()
    return water


def test_an_owner_archives_after_reading_what_it_means(anna, daan, water, signed_in):
    path = reverse("group_archive", args=[water.slug])
    assert signed_in(daan).post(path).status_code == 404
    client = signed_in(anna)
    assert client.get(path).status_code == 200
    client.post(path)
    water.refresh_from_db()
    assert water.is_archived
    assert AuditEntry.objects.filter(action="archive", actor=anna, group=water).exists()


@pytest.mark.parametrize("verb", ["post", "react", "start", "invite", "moderate"])
def test_nobody_does_anything_in_it(archived, anna, mobility, verb):
    thing = mobility if verb in ("post", "react") else archived
    assert not access.may(anna, verb, thing)


def test_its_members_read_what_was_said(archived, samira, mobility, signed_in):
    client = signed_in(samira)
    assert client.get(mobility.get_absolute_url()).status_code == 200
    page = client.get(archived.get_absolute_url())
    assert list(page.context["threads"]) == [mobility]
    assert reverse("thread_new", args=[archived.slug]) not in page.content.decode()


def test_nobody_comes_in_any_more(anna, carla, square):
    invitation = square.invite(carla.email, by=anna)
    square.archive(by=anna)
    for come_in in (lambda: square.join(carla), lambda: invitation.accept(carla)):
        with pytest.raises(access.MayNot):
            come_in()


def test_it_leaves_the_sidebar_and_is_found_among_the_archived(archived, samira, signed_in):
    client = signed_in(samira)
    assert archived.name not in client.get(reverse("sidebar")).content.decode()
    assert list(client.get(reverse("groups")).context["mine"]) == []
    page = client.get(reverse("groups"), {"archived": "1", "q": "water"})
    assert list(page.context["mine"]) == [archived]


def test_it_comes_into_use_again(archived, anna, daan, signed_in):
    path = reverse("group_restore", args=[archived.slug])
    assert signed_in(daan).post(path).status_code == 404
    signed_in(anna).post(path)
    archived.refresh_from_db()
    assert access.may(daan, "start", archived)


def test_what_is_below_is_archived_and_restored_with_it_but_not_what_was_before(anna, water):
    earlier = Group.objects.open_by(anna, "Eerder", parent=water)
    below = Group.objects.open_by(anna, "Onder", parent=water)
    deeper = Group.objects.open_by(anna, "Dieper", parent=below)
    earlier.archive(by=anna)
    water.archive(by=anna)

    def archived():
        return set(Group.objects.exclude(archived_at=None))

    assert archived() == {water, earlier, below, deeper}
    water.restore(by=anna)
    assert archived() == {earlier}


def test_a_part_is_not_in_use_while_the_whole_is_archived(anna, water, signed_in):
    below = Group.objects.open_by(anna, "Onder", parent=water)
    water.archive(by=anna)
    below.refresh_from_db()
    with pytest.raises(ValidationError):
        below.restore(by=anna)
    page = signed_in(anna).post(reverse("group_restore", args=[below.slug]), follow=True)
    assert page.status_code == 200
    below.refresh_from_db()
    assert below.is_archived


def test_one_leaves_an_archived_group(archived, samira, signed_in):
    signed_in(samira).post(reverse("leave", args=[archived.slug]))
    assert samira not in archived.members.all()

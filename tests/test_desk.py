"""The desk: what waits for who keeps order, and how much."""

import pytest
from django.urls import reverse

from conversations.models import Appeal, Report, Waiting
from groups.models import AuditEntry, JoinRequest
from tests.conftest import person

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def busy(water, square, mobility, anna, daan, samira, carla, say):
    """One of everything in Water: a message that waits, two reports of one message, a request and
    an appeal; and a report in Het plein, where only Anna keeps order."""
    water.describe(by=anna, approves_newcomers=True)
    newcomer = person("Noor Nieuw", "Gemeente Rivierstad")
    water.admit(newcomer)
    mobility.refresh_from_db()
    with pytest.raises(Waiting):
        say(mobility, newcomer, "Mag ik?")
    bad = say(mobility, samira, "Niet aardig")
    Report.objects.make(newcomer, water, category="rude", message=bad)
    Report.objects.make(carla, water, category="spam", message=bad)
    JoinRequest.objects.create(group=water, person=carla, words="Graag")
    entry = water.warn(samira, by=daan, grounds="Rustig")
    Appeal.objects.make(entry, samira, "Ik was rustig")
    Report.objects.make(carla, square, category="other", person=daan)
    return water


def count(client):
    return client.get(reverse("desk_count")).json()


def test_who_keeps_order_finds_all_that_waits_in_their_groups(busy, signed_in, anna):
    page = signed_in(anna).get(reverse("desk")).content.decode()
    for kind, number in (("held", 1), ("report", 2), ("request", 1), ("appeal", 1)):
        assert page.count(f'data-desk="{kind}"') == number, kind
    assert page.count("Niet aardig") == 1, "the same thing is one row"


def test_what_is_reported_in_turns_in_two_groups_is_one_row_in_each(
    busy, square, signed_in, anna, daan, samira, carla
):
    for reporter, group in ((samira, busy), (samira, square), (carla, busy)):
        Report.objects.make(reporter, group, category="other", person=daan)
    page = signed_in(anna).get(reverse("desk")).content.decode()
    assert page.count('data-desk="report"') == 3, "a message, and Daan in each group"


def test_the_desk_of_one_group_has_what_waits_there(busy, square, signed_in, anna):
    own = signed_in(anna).get(reverse("group_desk", args=[busy.slug])).content.decode()
    assert own.count('data-desk="report"') == 1
    other = signed_in(anna).get(reverse("group_desk", args=[square.slug])).content.decode()
    assert other.count("data-desk=") == 1


def test_a_moderator_does_not_find_an_appeal_against_what_they_did(busy, signed_in, daan):
    page = signed_in(daan).get(reverse("desk")).content.decode()
    assert 'data-desk="appeal"' not in page
    assert page.count('data-desk="report"') == 1


def test_the_number_counts_what_one_can_do_something_about(busy, signed_in, anna, daan, samira):
    assert count(signed_in(anna))["count"] == 6
    assert count(signed_in(daan))["count"] == 4
    assert count(signed_in(samira)) == {"keeps_order": False, "count": 0, "streams": {}}


def test_others_have_no_desk(busy, signed_in, samira, carla):
    for someone in (samira, carla):
        client = signed_in(someone)
        assert client.get(reverse("group_desk", args=[busy.slug])).status_code == 404
        page = client.get(reverse("desk")).content.decode()
        assert "data-desk=" not in page
        assert "data-desk-count" not in page


def test_the_menu_leads_to_the_desk_for_who_keeps_order(busy, signed_in, anna):
    assert "data-desk-count" in signed_in(anna).get(reverse("home")).content.decode()


def test_a_desk_costs_the_same_however_much_waits(
    busy, mobility, anna, carla, say, signed_in, django_assert_max_num_queries
):
    for number in range(30):
        message = say(mobility, anna, f"bericht {number}")
        Report.objects.make(carla, busy, category="spam", message=message)
    client = signed_in(anna)
    client.get(reverse("desk"))
    with django_assert_max_num_queries(10):
        client.get(reverse("desk"))
    with django_assert_max_num_queries(4):
        client.get(reverse("desk_count"))


def test_each_change_is_an_event_at_the_desk(water, mobility, anna, daan, samira, carla, say):
    def positions():
        return water.desk.events.count()

    before = positions()
    bad = say(mobility, samira, "Niet aardig")
    report = Report.objects.make(carla, water, category="rude", message=bad)
    assert positions() == before + 1
    Report.objects.make(carla, water, category="rude", message=bad)
    assert positions() == before + 1, "nothing new"
    report.handle(daan, "Gezien")
    assert positions() == before + 2
    entry = water.warn(samira, by=daan, grounds="Rustig")
    appeal = Appeal.objects.make(entry, samira, "Ik was rustig")
    appeal.decide(anna, granted=False, grounds="Toch niet")
    assert positions() == before + 4
    assert AuditEntry.objects.filter(action="deny_appeal").exists()

"""The register: whose decisions, found how, and what goes along as a file."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from odfdo import Document

from conversations.models import Thread
from conversations.outcomes.decisions.models import Decision
from tests.decisions.conftest import labels

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def record(propose, samira):
    def record(title="Het hek gaat weg", **about):
        return propose("recorded", by=samira, title=title, **about)

    return record


@pytest.fixture
def listed(signed_in):
    """`listed(anna, "?q=hek")`: the titles on the page of all groups, or of one."""

    def listed(person, query="", group=None):
        address = reverse("group_decisions", args=[group.slug]) if group else reverse("decisions")
        response = signed_in(person).get(address + query)
        assert response.status_code == 200
        return [decision.title for decision in response.context["page"]]

    return listed


def test_what_asks_for_an_answer_comes_first_and_goes_when_it_is_given(propose, daan, signed_in):
    decision = propose("consent", title="Minder tegels")
    propose("consent", title="Voor later", draft=True)
    client = signed_in(daan)
    assert list(client.get(reverse("decisions")).context["waiting"]) == [decision]
    decision.cast(daan, "consent")
    assert list(client.get(reverse("decisions")).context["waiting"]) == []


def test_it_is_found_by_words_state_method_and_year(propose, record, samira, listed):
    record(statement="Het fietspad wordt breder")
    propose("consent", title="Minder tegels", body="Meer groen in de straat")
    old = record("Oud besluit")
    Decision.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=800))
    year = timezone.localdate().year
    for query, titles in {
        "": ["Minder tegels", "Het hek gaat weg", "Oud besluit"],
        "?q=fietspad": ["Het hek gaat weg"],
        "?q=groen+STRAAT": ["Minder tegels"],
        "?state=open": ["Minder tegels"],
        "?method=recorded&q=hek": ["Het hek gaat weg"],
        f"?year={year}&state=adopted": ["Het hek gaat weg"],
        "?q=%00&state=onzin&year=-1&method=%F0%9F%90%9D&page=zzz": [
            "Minder tegels", "Het hek gaat weg", "Oud besluit",
        ],
    }.items():  # fmt: skip
        assert listed(samira, query) == titles, query


def test_only_what_one_may_read_stands_in_it(record, water, anna, carla, square, listed, signed_in):
    record()
    assert listed(carla) == []
    assert signed_in(carla).get(reverse("group_decisions", args=[water.slug])).status_code == 404
    thread = Thread.objects.start(square, anna, "Banken", "Meer?", client_id="banken")
    Decision.objects.grow(thread, anna, title="Vier banken", client_id="vier")
    assert listed(carla, group=square) == ["Vier banken"]
    assert listed(carla) == []  # she is no member there
    assert listed(anna, group=water) == ["Het hek gaat weg"]


def test_what_a_moderator_hid_is_gone_from_lists_and_files(record, daan, samira, listed, signed_in):
    record().message.hide(daan, "Staat hier verkeerd")
    assert listed(samira) == []
    assert "hek" not in signed_in(samira).get(reverse("decisions") + "?as=csv").content.decode()


def test_as_many_questions_for_many_as_for_few(
    record, propose, samira, signed_in, django_assert_max_num_queries
):
    for n in range(12):
        record(f"Besluit {n}")
        propose("consent", title=f"Voorstel {n}")
    client = signed_in(samira)
    client.get(reverse("decisions"))
    with django_assert_max_num_queries(20):
        client.get(reverse("decisions"))
    with django_assert_max_num_queries(12):
        client.get(reverse("decisions") + "?as=csv")


def test_csv_takes_no_words_for_a_formula(record, samira, signed_in):
    for title in ('=HYPERLINK("http://x")', "+31", "-1", "@SUM(A1)", "\uff1d1+1", "Gewoon"):
        record(title)
    response = signed_in(samira).get(reverse("decisions") + "?as=csv")
    assert response["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    titles = [row[1] for row in rows[1:]]
    assert "Gewoon" in titles
    assert all(title[0] == "'" for title in titles if title != "Gewoon")
    assert {len(row) for row in rows} == {len(rows[0])}


def test_a_spreadsheet_has_words_as_words_and_dates_as_dates(record, samira, anna, signed_in):
    record("=1+1", decided_on=date(2026, 11, 3), statement="Regel een\nregel <twee>",
           carriers=[anna])  # fmt: skip
    response = signed_in(samira).get(reverse("decisions") + "?as=ods")
    table = Document(BytesIO(response.content)).body.tables[0]
    row = table.get_row_values(1)
    assert row[1] == "=1+1"
    assert row[13] == "Regel een\nregel <twee>"
    assert str(row[16])[:10] == "2026-11-03"
    assert isinstance(row[16], date)
    assert "Anna Bakker" in row
    assert table.get_cell("B2").formula is None


def test_review_dates_and_a_found_moment_go_into_a_calendar(record, propose, anna, signed_in):
    record(review_on=date(2027, 5, 1))
    record("Zonder datum")
    client = signed_in(anna)
    found = Calendar.from_ical(client.get(reverse("decisions") + "?as=ics").content)
    (event,) = found.walk("VEVENT")
    assert event.decoded("dtstart") == date(2027, 5, 1)
    assert "Het hek gaat weg" in event["summary"]

    begin = timezone.now().replace(microsecond=0) + timedelta(days=9)
    options = [{"starts_at": begin, "ends_at": begin + timedelta(hours=2)},
               {"starts_at": begin + timedelta(days=1)}]  # fmt: skip
    poll = propose("dates", title="Overleg; met, tekens\\", options=options)
    assert client.get(reverse("decision_moment", args=[poll.pk])).status_code == 404
    poll.cast(anna, {1: "yes", 2: "no"})
    poll.close(anna)
    moment = client.get(reverse("decision_moment", args=[poll.pk]))
    (event,) = Calendar.from_ical(moment.content).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (begin, begin + timedelta(hours=2))
    assert str(event["summary"]) == "Overleg; met, tekens\\"
    assert moment["Content-Type"].startswith("text/calendar")


def test_a_group_names_its_register(water, propose, samira, signed_in):
    propose(options=labels("Ja", "Nee"))
    page = signed_in(samira).get(water.get_absolute_url()).content.decode()
    assert reverse("group_decisions", args=[water.slug]) in page

"""The pages of tasks, and what comes back for what was filled in."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from conversations.outcomes.tasks.models import Feed, Reminder, Task
from conversations.outcomes.tasks.snooze import sign
from groups.models import Subsite

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def fill(client, thread, **typed):
    return client.post(reverse("task_new", args=[thread.pk]), {"title": "Rekken"} | typed)


def test_a_task_is_made_with_its_whole_plan(mobility, daan, samira, signed_in, today):
    response = fill(
        signed_in(samira), mobility, due_on=today + timedelta(days=2), people=[daan.pk], wanted=3,
        checklist="Tellen\n- [x] Meten\n\n", owner=daan.pk, repeats="monthly", every=3, body="Hier",
    )  # fmt: skip
    task = Task.objects.get()
    assert response.url == reverse("message", args=[task.message_id])
    assert (task.owner, task.wanted, task.repeats, task.every) == (daan, 3, "monthly", 3)
    assert [(item["words"], item["by"]) for item in task.checklist] == [
        ("Tellen", None), ("Meten", samira.pk),
    ]  # fmt: skip


HOSTILE = [
    ({"title": " "}, "title"),
    ({"due_on": "2020-01-01"}, "due_on"),
    ({"due_on": "9999-12-31"}, "due_on"),
    ({"due_on": "31-02-2027"}, "due_on"),
    ({"repeats": "weekly"}, "due_on"),
    ({"repeats": "hourly"}, "repeats"),
    ({"every": "0"}, "every"),
    ({"every": "1e9"}, "every"),
    ({"wanted": "-1"}, "wanted"),
    ({"wanted": "9" * 400}, "wanted"),
    ({"people": "999999"}, "people"),
    ({"people": "nul\0"}, "people"),
    ({"owner": "999999"}, "owner"),
    ({"checklist": "\n".join(f"regel {n}" for n in range(500))}, "checklist"),
    ({"checklist": "x" * 201}, "checklist"),
    ({"checklist": "- [x] klaar", "split": "split"}, "checklist"),
    ({"checklist": "\n".join("regel" * 7), "split": "split"}, "checklist"),
]


def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_lost(
    mobility, samira, signed_in
):
    client = signed_in(samira)
    for typed, field in HOSTILE:
        response = fill(client, mobility, body="Mijn uitleg", **typed)
        assert response.status_code == 422, typed
        assert list(response.context["form"].errors) == [field], typed
        assert "Mijn uitleg" in response.content.decode()
    assert not Task.objects.exists()


def test_a_guest_is_shown_only_who_took_part(mobility, anna, daan, carla, signed_in):
    mobility.bring_in(carla, by=anna)
    client = signed_in(carla)
    form = client.get(reverse("task_new", args=[mobility.pk])).context["form"]
    assert set(form.fields["people"].queryset) == {anna, carla}
    response = fill(client, mobility, people=[daan.pk])
    assert list(response.context["form"].errors) == ["people"]


def test_a_list_in_a_message_becomes_a_checklist_or_tasks(mobility, samira, signed_in, say):
    words = "Wat te doen:\n\n- [ ] Tellen\n- [x] Meten\n* [ ] Kiezen\n- geen taak"
    message = say(mobility, samira, words)
    client = signed_in(samira)
    address = reverse("task_new", args=[mobility.pk])
    form = client.get(f"{address}?source={message.pk}").context["form"]
    assert form.initial["title"] == "Wat te doen:"
    assert form.initial["checklist"].split("\n") == ["Tellen", "[x] Meten", "Kiezen"]
    typed = {"title": "", "checklist": form.initial["checklist"], "client_id": "een"}
    for _click in range(2):
        fill(client, mobility, source=message.pk, split="split", **typed)
    tasks = Task.objects.order_by("pk")
    assert list(tasks.values_list("title", flat=True)) == ["Tellen", "Kiezen"]
    message.refresh_from_db()
    assert len(message.grown) == 2


def test_a_task_out_of_another_outcome_has_its_title(make, mobility, samira, signed_in):
    source = make("Fietsenrekken komen er", body="Een lang verhaal").message
    address = reverse("task_new", args=[mobility.pk])
    page = soup(signed_in(samira).get(f"{address}?source={source.pk}"))
    assert page.select_one("[name=title]")["value"] == "Fietsenrekken komen er"


def test_a_plan_is_changed_on_a_page_and_a_past_day_may_stay(
    make, mobility, samira, signed_in, today
):
    task = make(due_on=today - timedelta(days=3), checklist=["Tellen"])
    client, address = signed_in(samira), reverse("task_edit", args=[task.pk])
    page = soup(client.get(address))
    typed = {"title": "Anders", "due_on": page.select_one("[name=due_on]")["value"]}
    assert client.post(address, typed | {"checklist": "- [x] Tellen"}).url == f"/tasks/{task.pk}/"
    task.refresh_from_db()
    assert (task.title, task.ticked) == ("Anders", 1)


def test_a_deed_leads_back_or_brings_the_card(make, daan, signed_in):
    task, client = make(checklist=["Tellen"]), signed_in(daan)
    tick = reverse("task_tick", args=[task.pk])
    card = client.post(tick, {"item": "1", "done": "1"}, headers={"HX-Request": "true"})
    assert card.status_code == 201 and 'aria-checked="true"' in card.content.decode()
    assert client.post(tick, {"item": "1", "next": "/tasks/"}).url == "/tasks/"
    assert client.post(tick, {"item": "1\0"}).status_code == 400
    assert client.post(reverse("task_status", args=[task.pk]), {"status": "x"}).status_code == 400
    gone = client.post(tick, {"item": "7", "done": "1"}, headers={"HX-Request": "true"})
    assert gone.headers["HX-Retarget"] == "#main"


def test_my_tasks_stand_by_when_and_what_is_late_says_so(
    make, anna, daan, samira, carla, signed_in, today, django_assert_max_num_queries
):
    make("Gisteren", due_on=today - timedelta(days=1), people=[daan])
    make("Volgende week", due_on=today + timedelta(days=7), people=[daan])
    make("Ooit", due_on=today + timedelta(days=8), people=[daan])
    make("Geen dag", people=[daan])
    make("Wacht", people=[daan]).move(daan, "waiting")
    make("Klaar", people=[daan]).move(daan, "done")
    make("Van Daan", owner=daan, people=[anna])
    make("Van een ander", people=[anna])
    client = signed_in(daan)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("tasks"))
    shown = {part.key: [task.title for task in part.tasks] for part in page.context["parts"]}
    assert shown == {
        "today": ["Gisteren"], "week": ["Volgende week"], "later": ["Ooit"], "waiting": ["Wacht"],
        "undated": ["Geen dag"], "others": ["Van Daan"],
    }  # fmt: skip
    assert "1 day late" in page.content.decode() or "1 dag te laat" in page.content.decode()
    assert not signed_in(carla).get(reverse("tasks")).context["parts"]


def test_a_removed_member_has_no_tasks_there_any_more(make, water, samira, signed_in):
    make(people=[samira])
    feed = Feed.objects.renew(samira)
    water.memberships.filter(person=samira).delete()
    client = signed_in(samira)
    assert not client.get(reverse("tasks")).context["parts"]
    assert "Rekken" not in client.get(feed.url).content.decode()


def test_the_board_moves_a_task_on_or_opens_it_again(
    make, water, samira, signed_in, django_assert_max_num_queries
):
    for number in range(5):
        make(f"Taak {number}", people=[samira])
    client, address = signed_in(samira), reverse("group_board", args=[water.slug])
    with django_assert_max_num_queries(14):
        page = soup(client.get(address))
    button = page.select_one(".board-moves button")
    assert button["value"] == "in_progress"
    client.post(button.parent["action"], {"status": button["value"], "next": address})
    columns = soup(client.get(address)).select(".board-column")
    assert [len(column.select(".board-task")) for column in columns] == [4, 1, 0, 0]
    under_way = columns[1].select_one(".board-moves")
    assert [each["value"] for each in under_way.select("button")] == ["open", "waiting", "done"]
    client.post(under_way["action"], {"status": "done", "next": address})
    done = soup(client.get(address)).select(".board-column")[3].select(".board-moves button")
    assert [each["value"] for each in done] == ["open"]


def test_who_does_what_shows_empty_cells_and_what_can_be_taken(
    make, water, mobility, anna, daan, samira, signed_in, django_assert_max_num_queries
):
    make("Vrij")
    make("Bezet", people=[daan])
    make("Nog een", people=[daan], wanted=2)
    client, address = signed_in(samira), reverse("group_doing", args=[water.slug])
    with django_assert_max_num_queries(8):
        page = soup(client.get(address))
    own, other, free = page.select("tbody td")
    assert [link.text for link in free.select("a")] == ["Vrij", "Nog een"]
    assert own["class"] == ["matrix-empty"]
    taken = [button.text.partition(": ")[2] for button in own.select("button")]
    assert taken == ["Vrij", "Nog een"]
    assert [link.text for link in other.select("a")] == ["Bezet", "Nog een"]


def test_the_register_is_filtered_and_exported(make, water, daan, samira, signed_in, today):
    make("=HYPERLINK(1)", people=[daan], due_on=today - timedelta(days=2))
    make("Meten, en wegen")
    make("Klaar").move(samira, "done")
    client, address = signed_in(samira), reverse("group_tasks", args=[water.slug])

    def shown(query):
        return [task.title for task in client.get(f"{address}?{query}").context["page"]]

    assert shown("") == ["=HYPERLINK(1)", "Meten, en wegen"]
    assert shown("status=late") == ["=HYPERLINK(1)"]
    assert shown("status=free") == ["Meten, en wegen"]
    assert shown("status=all&q=klaar") == ["Klaar"]
    assert shown(f"person={daan.pk}") == ["=HYPERLINK(1)"]
    assert len(shown("status=nonsense&person=x&q=&page=99")) == 2
    table = client.get(reverse("group_tasks_export", args=[water.slug, "csv"])).content.decode()
    rows = list(csv.reader(io.StringIO(table.lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1)", "Meten, en wegen"]
    assert rows[1][4] == daan.name
    assert address in client.get(water.get_absolute_url()).content.decode()
    absent = client.get(reverse("group_tasks_export", args=[water.slug, "exe"]))
    assert absent.status_code == 404


def test_the_calendar_holds_to_dos_and_their_days(make, samira, signed_in, client, today):
    day = today + timedelta(days=4)
    make("Één; twee, drie", people=[samira], due_on=day, checklist=["a", "b"]).tick(
        samira, 1, done=True
    )
    signed_in(samira).post(reverse("task_feed"), {"verb": "renew"})
    address = Feed.objects.get().url
    made = Calendar.from_ical(client.get(address).content)
    todo, event = made.walk("VTODO")[0], made.walk("VEVENT")[0]
    assert (str(todo["summary"]), todo["due"].dt, todo["percent-complete"]) == (
        "Één; twee, drie", day, 50,
    )  # fmt: skip
    assert event["dtstart"].dt == day
    signed_in(samira).post(reverse("task_feed"), {"verb": "renew"})
    renewed = Feed.objects.get().url
    assert [
        client.get(each).status_code for each in (address, renewed, renewed[:-5] + "x.ics")
    ] == [404, 200, 404]
    samira.is_active = False
    samira.save()
    assert client.get(renewed).status_code == 404


def test_the_link_in_a_letter_reminds_later_and_names_nothing(make, daan, samira, client, today):
    task = make("Geheim plan", people=[daan], due_on=today + timedelta(days=3))
    reminder = Reminder.objects.get(person=daan)
    address = reverse("task_snooze", args=[sign(reminder)])
    before = reminder.at
    page = client.get(address)
    assert page.status_code == 200 and "Geheim plan" not in page.content.decode()
    reminder.refresh_from_db()
    assert reminder.at == before, "a mail program that opens the link does nothing"
    client.post(address, {"days": "7"})
    reminder.refresh_from_db()
    assert timezone.localdate(reminder.at) == today + timedelta(days=7)
    task.move(daan, "done")
    assert client.get(address).status_code == client.get(address[:-2] + "/").status_code == 404


def test_tasks_are_handed_over_with_the_rest(make, water, anna, daan, samira, signed_in):
    make("Een", people=[samira], by=anna, owner=anna)
    make("Twee", by=samira)
    client = signed_in(samira)
    assert "(2)" in client.get(reverse("handover")).content.decode()
    client.post(reverse("handover"), {"everything": "@daan.kuipers"})
    assert Task.objects.involving(daan).count() == 2
    assert not Task.objects.involving(samira).exists()


def test_where_a_sub_site_has_no_tasks_there_are_none(make, water, anna, samira, signed_in):
    make(people=[samira])
    water.subsite = Subsite.objects.create(name="Plek", slug="plek", facilities_off=["tasks"])
    water.save()
    client = signed_in(samira)
    assert client.get(reverse("group_tasks", args=[water.slug])).status_code == 404
    assert not client.get(reverse("tasks")).context["parts"]

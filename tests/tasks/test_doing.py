"""What people do with a task, and what the conversation hears of it."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.models import Mention, Message, Thread
from conversations.outcomes.tasks.models import Status, Task
from conversations.outcomes.tasks.refusals import (
    Blocked,
    CannotRead,
    Circle,
    Finished,
    Full,
    ItemGone,
)
from conversations.outcomes.tasks.tasks import tell_free
from groups.access import MayNot
from groups.models import Role
from workspace.streams.models import Event

pytestmark = pytest.mark.django_db


def told(thread):
    return [message.notice["verb"] for message in thread.messages.filter(notice__isnull=False)]


def names(task):
    return {person.name for person in task.doers()}


def heard(stream, **about):
    return Event.objects.filter(
        stream=stream, **{f"data__{key}": value for key, value in about.items()}
    ).count()


def test_who_is_asked_finds_it_among_their_mentions_and_in_their_own_list(make, daan, samira):
    task = make(people=[daan, samira])
    assert names(task) == {daan.name, samira.name}
    assert list(Mention.objects.values_list("person", "message")) == [(daan.pk, task.message_id)]
    assert heard(daan.stream, mention=task.message_id) == 1
    assert heard(daan.stream, task=task.pk) == 1
    assert heard(samira.stream, mention=task.message_id) == 0, "who did it knows it"
    assert heard(task.group.stream, task=task.pk) == 1


def test_who_cannot_read_it_cannot_be_asked(make, plan, mobility, carla, samira):
    with pytest.raises(CannotRead) as refused:
        make(people=[carla])
    assert carla.name in refused.value.sentence
    assert not Task.objects.exists() and mobility.messages.count() == 1
    with pytest.raises(CannotRead):
        plan(make(), samira, people=[carla])


def test_a_guest_can_be_asked_in_the_conversation_they_were_brought_into(
    make, mobility, anna, carla
):
    mobility.bring_in(carla, by=anna)
    assert names(make(people=[carla])) == {carla.name}
    make("Tellen")
    Task.objects.latest("pk").sign_up(carla)
    assert names(Task.objects.latest("pk")) == {carla.name}


def test_people_sign_up_until_there_are_enough(make, mobility, anna, daan, samira):
    task = make(wanted=2)
    task.sign_up(daan)
    task.sign_up(daan)
    task.sign_up(anna)
    with pytest.raises(Full):
        task.sign_up(samira)
    task.step_back(daan)
    task.sign_up(samira)
    assert names(task) == {anna.name, samira.name}
    assert told(mobility) == ["signed_up", "signed_up", "stepped_back", "signed_up"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_up_at_once_for_one_place_one_is_told_so(make, anna, daan):
    task, outcomes = make(), []

    def sign_up(person):
        try:
            Task.objects.with_place().get(pk=task.pk).sign_up(person)
            outcomes.append("does it")
        except Full:
            outcomes.append("full")
        finally:
            connection.close()

    people = [threading.Thread(target=sign_up, args=[person]) for person in (anna, daan)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert sorted(outcomes) == ["does it", "full"]
    assert task.assignments.count() == 1


def test_every_status_is_a_notice_and_the_same_click_twice_is_one(make, mobility, daan, samira):
    task = make()
    for status in ("in_progress", "in_progress", "waiting", "done", "open"):
        task.move(daan, status)
    assert told(mobility) == ["in_progress", "waiting", "done", "open"]
    assert Task.objects.get().finished_at is None
    with pytest.raises(ValueError):
        task.move(daan, "nonsense")


def test_only_who_steers_it_drops_it_or_changes_its_plan(
    make, plan, water, anna, daan, carla, samira
):
    water.admit(carla, role=Role.MEMBER)
    task = make()
    for deed in (lambda: task.move(carla, "dropped"), lambda: plan(task, carla, title="Anders")):
        with pytest.raises(MayNot):
            deed()
    plan(task, samira, owner=carla)
    plan(task, carla, title="Van Carla")
    task.move(daan, "dropped")
    with pytest.raises(Finished):
        task.sign_up(anna)


def test_nobody_outside_does_anything(make, carla):
    task = make(checklist=["Een"])
    for deed in (
        lambda: task.move(carla, "done"),
        lambda: task.sign_up(carla),
        lambda: task.tick(carla, 1, done=True),
    ):
        with pytest.raises(MayNot):
            deed()


def test_a_ticked_line_is_an_event_of_the_card_and_no_notice(make, mobility, daan):
    task = make(checklist=["Tellen", "Kiezen"])
    before, messages = mobility.stream.events.count(), mobility.messages.count()
    task.tick(daan, 2, done=True)
    task.tick(daan, 2, done=True)
    assert [item["by"] for item in Task.objects.get().checklist] == [None, daan.pk]
    assert mobility.messages.count() == messages
    event = mobility.stream.events.order_by("position")[before]
    assert event.data == {"message": task.message_id, "task": task.pk}
    with pytest.raises(ItemGone):
        task.tick(daan, 3, done=True)


def test_a_new_plan_keeps_what_was_ticked_off_and_tells_what_matters(
    make, plan, mobility, anna, daan, samira
):
    task = make(checklist=["Tellen", "Kiezen"], people=[daan])
    task.tick(daan, 1, done=True)
    day = timezone.localdate() + timedelta(days=9)
    lines = [("Meten", False), ("Tellen", True)]
    plan(task, samira, checklist=lines, people=[anna], due_on=day, body="Bij het station")
    task = Task.objects.get()
    assert [(item["words"], item["by"]) for item in task.checklist] == [
        ("Meten", None), ("Tellen", daan.pk),
    ]  # fmt: skip
    assert names(task) == {anna.name}
    assert told(mobility) == ["assigned", "due", "changed"]
    assert heard(daan.stream, task=task.pk) == 3, "made, ticked off, and told that they need not"
    assert [revision.body for revision in task.message.revisions.all()] == [""]


def test_what_comes_first_is_finished_first(make, plan, mobility, daan, samira):
    first = make("Meten")
    task = make("Plaatsen", depends_on=[first])
    for status in (Status.IN_PROGRESS, Status.DONE):
        with pytest.raises(Blocked) as refused:
            task.move(daan, status)
    assert "Meten" in refused.value.sentence
    first.move(daan, "done")
    assert DBTaskResult.objects.filter(task_path__endswith="tell_free").count() == 1
    tell_free.call(first.pk)
    assert told(mobility) == ["done", "free"]
    task.move(daan, "in_progress")


def test_tasks_do_not_wait_for_each_other_in_a_circle(make, plan, samira):
    one = make("Een")
    two = make("Twee", depends_on=[one])
    three = make("Drie", depends_on=[two])
    for before in (one, two, three):
        with pytest.raises(Circle):
            plan(one, samira, depends_on=[before])
    plan(three, samira, depends_on=[one, two])


def test_only_tasks_that_one_may_read_come_first(make, plan, water, mobility, say, daan, samira):
    apart = Thread.objects.start(water, daan, "Onder ons", "Stil", client_id="apart")
    hidden = make("Geheim", thread=apart)
    Thread.objects.filter(pk=apart.pk).update(hidden_at=timezone.now())
    task = make(depends_on=[hidden])
    assert not task.depends_on.exists()
    plan(task, daan, depends_on=[hidden])
    plan(task, samira, title="Anders", depends_on=[])
    assert list(task.depends_on.all()) == [hidden], "what one does not see one does not remove"
    with pytest.raises(Blocked) as refused:
        task.move(samira, "done")
    assert "Geheim" not in refused.value.sentence


def test_done_makes_the_next_of_what_repeats_once(make, mobility, daan, samira):
    due = timezone.localdate() + timedelta(days=3)
    task = make(
        due_on=due, repeats="weekly", every=2, people=[daan], checklist=["Tellen"], body="Let op"
    )
    task.tick(daan, 1, done=True)
    task.move(daan, "done")
    task.move(samira, "open")
    task.move(daan, "done")
    following = Task.objects.get(previous=task)
    assert following.due_on == due + timedelta(days=14)
    assert (following.title, following.message.body) == (task.title, "Let op")
    assert names(following) == {daan.name}
    assert [item["by"] for item in following.checklist] == [None]
    assert following.status == Status.OPEN and following.owner == samira
    assert Message.objects.filter(outcome_kind="task").count() == 2


def test_what_repeats_and_was_late_comes_at_its_next_turn_from_today(make, daan, today):
    task = make(due_on=today - timedelta(days=20), repeats="weekly")
    task.move(daan, "done")
    assert Task.objects.get(previous=task).due_on == today + timedelta(days=1)


def test_a_series_that_reached_the_last_year_ends(make, daan):
    task = make(due_on=date(9999, 12, 31), repeats="monthly")
    task.move(daan, "done")
    assert Task.objects.get().status == Status.DONE


def test_all_of_someone_is_handed_over(make, mobility, anna, daan, samira, carla):
    task = make(people=[samira, daan])
    with pytest.raises(CannotRead):
        task.hand_over(samira, carla, samira)
    task.hand_over(samira, anna, samira)
    assert names(task) == {anna.name, daan.name}
    assert Task.objects.get().owner == anna
    assert told(mobility) == ["handed_over"]


def test_a_redacted_task_keeps_no_words(make, daan, mobility):
    task = make(checklist=["Een adres"], people=[daan], due_on=timezone.localdate())
    task.move(daan, "in_progress")
    task.message.redact(daan, "Staat een adres in")
    kept = Task.objects.get()
    assert (kept.title, kept.checklist) == ("", [])
    assert not kept.reminders.exists()
    assert mobility.messages.last().notice.keys() == {"verb", "outcome", "pk"}


@pytest.mark.once
def test_cards_cost_one_query_however_many(make, daan, samira, django_assert_num_queries):
    for _each in range(5):
        make(people=[daan, samira], checklist=["Een"])
    cards = Task.objects.order_by("pk").for_cards()
    list(cards.all())  # the first time SQLite is asked what it knows of JSON
    with django_assert_num_queries(1):
        shown = [
            (task.owner_name, [each.name for each in task.assignments.all()], task.has_room)
            for task in cards
        ]
    assert shown == [(samira.name, [daan.name, samira.name], False)] * 5

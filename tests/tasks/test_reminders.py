"""Who is reminded of a task, when, and of what."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.outcomes.tasks.models import Reminder
from conversations.outcomes.tasks.snooze import moment_before
from conversations.outcomes.tasks.tasks import send_reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon():
    return timezone.localdate() + timedelta(days=5)


def send(reminder):
    send_reminder.call(reminder.pk, reminder.at.isoformat())


@pytest.mark.once
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Pacific/Auckland", "America/Los_Angeles"])
def test_it_comes_at_eight_where_they_are_the_morning_before(samira, zone):
    samira.time_zone = zone
    due = date(2027, 3, 29)  # the night before, clocks in Europe went forward
    at = moment_before(due, samira, datetime(2027, 3, 1, tzinfo=UTC))
    local = at.astimezone(zoneinfo.ZoneInfo(zone))
    assert (local.date(), local.hour, local.minute) == (date(2027, 3, 28), 8, 0)
    evening = local.replace(hour=20)
    assert moment_before(due, samira, evening) == local.replace(day=29)
    assert moment_before(due, samira, local.replace(day=29, hour=9)) is None
    assert moment_before(None, samira, evening) is None


def test_each_who_is_involved_gets_one_letter_and_in_their_language(make, daan, samira, soon):
    daan.language = "en"
    daan.save()
    task = make("Rekken tellen", due_on=soon, people=[daan])
    assert set(Reminder.objects.values_list("person", flat=True)) == {daan.pk, samira.pk}
    waiting = DBTaskResult.objects.filter(task_path__endswith="send_reminder")
    reminder = Reminder.objects.get(person=daan)
    assert reminder.at in set(waiting.values_list("run_after", flat=True))
    send(reminder)
    send(reminder)
    (letter,) = mail.outbox
    assert letter.to == [daan.email]
    assert "Rekken tellen" in letter.subject and "Dear Daan" in letter.body
    assert task.get_absolute_url() in letter.body and "/tasks/later/" in letter.body


def test_what_is_done_moved_or_out_of_sight_brings_no_letter(
    make, plan, water, anna, daan, samira, soon
):
    done = make(due_on=soon)
    reminder = Reminder.objects.get()
    done.move(samira, "done")
    send(reminder)
    moved = make(due_on=soon)
    reminder = Reminder.objects.get()
    plan(moved, samira, due_on=soon + timedelta(days=4))
    send(reminder)
    make(due_on=soon, people=[daan])
    reminder = Reminder.objects.get(person=daan)
    water.memberships.filter(person=daan).delete()
    send(reminder)
    assert mail.outbox == []


def test_a_snooze_stays_when_others_come_and_go(make, daan, samira, soon):
    task = make(due_on=soon, wanted=2)
    task.snooze(samira, 7)
    later = Reminder.objects.get(person=samira).at
    task.sign_up(daan)
    assert Reminder.objects.get(person=samira).at == later
    task.step_back(daan)
    assert not Reminder.objects.filter(person=daan).exists()

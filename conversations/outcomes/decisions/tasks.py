"""What happens at its moment. Every task looks again whether it is still due, so that one that
comes late, twice or for nothing does no harm."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.utils import timezone
from django_tasks import task

from conversations.outcomes.decisions import notices

REMINDED_BEFORE = timedelta(hours=24)
MORNING = time(8)
AT_A_TIME = 50


def morning_of(day):
    """When people read what is of that day: on the worker's clock, which says whether it has come.
    On that of who named the day it may be the day before."""
    return datetime.combine(day, MORNING, timezone.get_default_timezone())


def _find(pk):
    return apps.get_model("decisions.Decision").objects.with_place().filter(pk=pk).first()


@task()
def settle(pk):
    """Open or close what has come to its moment."""
    if (decision := _find(pk)) is not None:
        decision.settle()


@task()
def remind(pk):
    """Those who have not answered, once for each closing time."""
    if (decision := _find(pk)) is not None:
        decision.remind()


@task()
def remind_of_review(pk):
    """Whoever looks again at what was decided, once for each date."""
    if (decision := _find(pk)) is not None:
        decision.remind_of_review()


@task()
def send_letters(pk, about, after=0):
    """Some letters; as long as people are left it asks for itself again. `about` is a name of
    `notices.LETTERS`, `after` the key of who had the last one."""
    if (decision := _find(pk)) is not None:
        people = notices.recipients(decision, about, after)[:AT_A_TIME]
        notices.send(decision, about, people)
        if len(people) == AT_A_TIME:
            send_letters.enqueue(pk, about, people[-1].pk)

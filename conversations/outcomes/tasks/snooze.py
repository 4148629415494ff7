"""When someone is reminded of a task, and how a letter lets them be reminded later."""

from datetime import datetime, time, timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

HOUR = time(8)
SALT = "tasks.snooze"
SIGNED_FOR = timedelta(days=90)
# For how many days one can ask to be left alone.
DAYS = (1, 7)


def morning(day, person):
    """Eight o'clock on this day, where this person is."""
    return datetime.combine(day, HOUR, person.clock)


def moment_before(due_on, person, now):
    """The morning before the day, or else of the day itself; None when that is past, too."""
    if due_on is None:
        return None
    mornings = (morning(due_on - timedelta(days=days), person) for days in (1, 0))
    return next((moment for moment in mornings if moment > now), None)


def snoozed_until(days, person):
    today = timezone.localdate(timezone=person.clock)
    return morning(today + timedelta(days=days), person)


def sign(reminder):
    """What stands in a letter, so that its reader need not sign in to be reminded later."""
    return TimestampSigner(salt=SALT).sign(f"{reminder.task_id}.{reminder.person_id}")


def signed(token):
    """(task's key, person's key), or None for what is forged or too old."""
    try:
        said = TimestampSigner(salt=SALT).unsign(token, max_age=SIGNED_FOR)
    except BadSignature:
        return None
    task, _dot, person = said.partition(".")
    return int(task), int(person)

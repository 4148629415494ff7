"""When things happen in the demo world: in the weeks before now."""

import re
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone

SATURDAY = 5
STEP = timedelta(seconds=20)
ON_A_DAY = re.compile(r"(?P<ahead>in )?(?P<days>\d+)d (?P<time>\d\d:\d\d)")
AWAY = re.compile(r"(?P<after>\+?)(?P<count>\d+)(?P<unit>[mh])")
UNITS = {"m": "minutes", "h": "hours"}


@contextmanager
def clock_at(moment):
    """Verbs take the time from Django's clock. Turned back, it makes notices, edits, pins and
    the log itself fall on their day of the story, without a date in every verb."""
    now, timezone.now = timezone.now, lambda: moment
    try:
        yield
    finally:
        timezone.now = now


def moment(words, now, previous):
    """The time that a script names: `12d 09:40` is that hour twelve working days ago, `+35m` or
    `+2h` that long after the previous act, `50m` or `3h` that long ago. Time never runs back."""
    if at := on_a_day(words, now):
        pass
    elif found := AWAY.fullmatch(words):
        span = timedelta(**{UNITS[found["unit"]]: int(found["count"])})
        at = previous + span if found["after"] else now - span
    else:
        raise ValueError(f"not a time: {words!r}")
    return min(now, max(at, previous + STEP) if previous else at)


def on_a_day(words, now):
    """`12d 09:40` is that hour twelve working days ago, `in 3d 17:00` that many ahead, or None."""
    found = ON_A_DAY.fullmatch(words)
    if found is None:
        return None
    step = 1 if found["ahead"] else -1
    day = working_day(timezone.localdate(now), int(found["days"]), step)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(found["time"])))


def working_day(day, number, step):
    """So many working days on (a step of 1) or back (-1): nobody deliberates on a Sunday."""
    while number:
        day += timedelta(days=step)
        number -= day.weekday() < SATURDAY
    return day


def planned(value, now):
    """What a table says (text, numbers, lists, tables), with moments for the times in it."""
    if isinstance(value, dict):
        return {name: planned(part, now) for name, part in value.items()}
    if isinstance(value, list):
        return [planned(part, now) for part in value]
    return (on_a_day(value, now) or value) if isinstance(value, str) else value

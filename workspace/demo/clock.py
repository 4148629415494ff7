"""When things happen in the demo world: in the weeks before now."""

import re
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone

SATURDAY = 5
STEP = timedelta(seconds=20)
ON_A_DAY = re.compile(r"(?P<days>\d+)d (?P<time>\d\d:\d\d)")
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
    if found := ON_A_DAY.fullmatch(words):
        day = working_day(timezone.localdate(now), int(found["days"]))
        local = datetime.combine(day, time.fromisoformat(found["time"]))
        at = timezone.make_aware(local)
    elif found := AWAY.fullmatch(words):
        span = timedelta(**{UNITS[found["unit"]]: int(found["count"])})
        at = previous + span if found["after"] else now - span
    else:
        raise ValueError(f"not a time: {words!r}")
    return min(now, max(at, previous + STEP) if previous else at)


def working_day(day, back):
    """The day that many working days ago: nobody deliberates on a Sunday."""
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < SATURDAY
    return day

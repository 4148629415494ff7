"""When what repeats comes again: month ends, leap years, and long ago."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.outcomes.tasks.repeating import next_date

pytestmark = pytest.mark.once
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
EVERY = st.integers(1, 99)


@settings(deadline=None)
@given(begin=DAYS, after=DAYS, every=EVERY, rule=st.sampled_from(["daily", "weekly", "monthly"]))
def test_it_is_the_first_of_its_series_after_a_day(begin, after, every, rule):
    """Counted beside it one turn at a time, as one does on a paper calendar."""
    step = {"daily": every, "weekly": 7 * every}.get(rule)
    day, months = begin, 0
    while day <= after or months == 0:
        months += every
        if step:
            day += timedelta(days=step)
        else:
            years, month = divmod(begin.month - 1 + months, 12)
            last = monthrange(begin.year + years, month + 1)[1]
            day = date(begin.year + years, month + 1, min(begin.day, last))
    assert next_date(begin, rule, every, after) == day


def test_the_last_day_of_a_month_stays_the_last_day():
    day, seen = date(2027, 12, 31), []
    for _month in range(4):
        day = next_date(date(2027, 10, 31), "monthly", 1, day)
        seen.append(day.isoformat())
    assert seen == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]


def test_it_ends_where_the_calendar_ends():
    for rule in ("daily", "weekly", "monthly"):
        with pytest.raises(OverflowError):
            next_date(date(9999, 12, 31), rule, 1, date(9999, 12, 31))
    with pytest.raises(ValueError):
        next_date(date(2027, 1, 1), "hourly", 1, date(2027, 1, 1))

"""When a task that repeats comes again."""

from calendar import monthrange
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Repeats(models.TextChoices):
    DAILY = "daily", _("days")
    WEEKLY = "weekly", _("weeks")
    MONTHLY = "monthly", _("months")


def next_date(begin: date, rule: str, every: int, after: date) -> date:
    """The first day later than `after` of those that lie a whole number of times `every` days,
    weeks or months after `begin`. A month without that day has its last day instead, and the next
    month the day itself again: 31 January, 28 February, 31 March.

    Raises OverflowError past the last day that there is, and ValueError for no such rule.
    """
    if Repeats(rule) == Repeats.MONTHLY:
        months = (after.year - begin.year) * 12 + after.month - begin.month
        times = max(1, months // every)
        while (day := months_later(begin, times * every)) <= after:
            times += 1
        return day
    step = every * (7 if rule == Repeats.WEEKLY else 1)
    times = max(1, (after - begin).days // step + 1)
    return begin + timedelta(days=times * step)


def months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        raise OverflowError("past the last year")
    return date(year, month, min(day.day, monthrange(year, month)[1]))

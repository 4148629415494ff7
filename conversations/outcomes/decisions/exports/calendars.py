"""What goes into someone's own calendar (iCalendar, RFC 5545)."""

from datetime import timedelta

from django.conf import settings
from icalendar import Calendar, Event

from conversations.export.tables import attached

PRODUCER = "-//Beraad//Decisions//NL"


def ics_response(events, name):
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    return attached(calendar.to_ical(), "text/calendar; charset=utf-8", f"{name}.ics")


def whole_day(decision, day, summary):
    """That something about this decision is due on a day."""
    return _event(decision, "review", summary, begin=day, end=day + timedelta(days=1))


def meeting(decision, begin, end, summary):
    """A moment that was found together; without an end it takes an hour."""
    end = end or begin + timedelta(hours=1)
    return _event(decision, "moment", summary, begin=begin, end=end)


def _event(decision, kind, summary, *, begin, end):
    """The same event again takes the place of what is in the calendar: by its UID."""
    event = Event()
    event.add("uid", f"{decision.kind}-{decision.pk}-{kind}@{settings.SITE_URL.split('://')[1]}")
    event.add("dtstamp", decision.created_at)
    event.add("dtstart", begin)
    event.add("dtend", end)
    event.add("summary", summary)
    event.add("url", settings.SITE_URL + decision.get_absolute_url())
    return event

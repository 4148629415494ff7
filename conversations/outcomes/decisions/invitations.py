"""The dates of a poll as invitations (iTIP, RFC 5546): who accepts, declines or answers "maybe" in
their calendar answers the poll."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from conversations.kinds import CannotAnswer
from conversations.mail.addresses import outcome_address
from conversations.outcomes.decisions import by_mail
from conversations.outcomes.decisions.exports.calendars import PRODUCER
from conversations.outcomes.decisions.models.choices import Method

MOST = 10  # of more dates no mail program makes a pleasant list
MAX_BYTES = 30_000  # of an answer, which has one date; the library takes its time
ANSWERS = {"ACCEPTED": "yes", "TENTATIVE": "maybe", "DECLINED": "no"}


def invitations(decision, person):
    """[(file name, iCalendar bytes)]: one for each date that stands, while answers are taken."""
    if decision.method != Method.DATES or not decision.is_open:
        return []
    options = [option for option in decision.options.all() if not option.is_withdrawn]
    if len(options) > MOST:
        return []
    return [
        (f"{timezone.localtime(option.starts_at):%Y-%m-%d-%H%M}.ics", _request(option, person))
        for option in options
    ]


def answer(decision, by, calendar):
    """Take the answer that a calendar sent. Returns a sentence. Raises `CannotAnswer`."""
    return by_mail.answer(decision, by, _verb(decision, calendar), "")


def _request(option, person):
    decision = option.decision
    event = Event()
    event.add("uid", _uid(option))
    event.add("dtstamp", decision.created_at)
    event.add("sequence", 0)
    event.add("dtstart", option.starts_at)
    event.add("dtend", option.ends_at or option.starts_at + timedelta(hours=1))
    event.add("summary", _("Does this suit you? %(title)s") % {"title": decision.title})
    event.add("status", "TENTATIVE")
    event.add("url", settings.SITE_URL + decision.get_absolute_url())
    event.add("organizer", vCalAddress(f"mailto:{outcome_address(person, decision.message, '')}"))
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params.update({"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE", "CN": person.name})
    event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    return calendar.to_ical()


def _uid(option):
    decision = option.decision
    return f"dates-{decision.pk}-{option.number}-{decision.version}@{settings.MAIL_DOMAIN}"


def _verb(decision, calendar):
    """The button that the answer is as good as."""
    unclear = CannotAnswer(_("This answer from a calendar cannot be read."))
    if len(calendar) > MAX_BYTES:
        raise unclear
    try:
        found = Calendar.from_ical(calendar)
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise unclear from error
    events = found.walk("VEVENT")
    if str(found.get("method", "")).upper() != "REPLY" or len(events) != 1:
        raise unclear
    said = _said(events[0].get("attendee"))
    parts = str(events[0].get("uid", "")).partition("@")[0].split("-")
    if said is None or parts[:2] != ["dates", str(decision.pk)] or len(parts) != 4:
        raise unclear
    return f"{said}{parts[2]}-{parts[3]}"


def _said(attendee):
    """yes, maybe or no; None where the calendar does not say, or speaks for several people."""
    params = getattr(attendee, "params", {})
    return ANSWERS.get(str(params.get("PARTSTAT", "")).upper())

"""The clock on somebody's wall."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings


def clock(time_zone):
    """The time zone of this name. Names go out of use (the IANA drops some): one that is not known
    any more is read as the platform's own, and stops nobody's pages or mail."""
    try:
        return ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)

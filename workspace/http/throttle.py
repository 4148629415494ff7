"""Bounds against floods: how often someone may do what costs others something.

    throttle.spend(request, "report")

raises `TooMany`, which has the sentence to show beside the form. Where a view lets it go, the
answer is a page; in both cases the status is 429, with Retry-After, by `ThrottleMiddleware`.

Only doors ask: the verbs, the importer and the demo may do as much as they like. The rates are far
above what people do. Sign-in has limits of its own (allauth's ACCOUNT_RATE_LIMITS).
"""

import hashlib
import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import reselect, reswap, retarget

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@dataclass(frozen=True)
class Rate:
    """So many in so many seconds: at once, or spread."""

    amount: int
    seconds: int
    per: str = "person"

    @property
    def interval(self):
        return self.seconds / self.amount


RATES = {
    "post": [Rate(30, MINUTE), Rate(600, HOUR)],
    "edit": [Rate(60, MINUTE)],
    "react": [Rate(120, MINUTE)],
    "task": [Rate(120, MINUTE)],
    # By the link in a letter, which is all that who asks has to show.
    "snooze": [Rate(60, HOUR, "network")],
    "mail_button": [Rate(300, HOUR, "network")],
    # Whose link it is: a provider that unsubscribes many people does it from one network.
    "mail_link": [Rate(120, HOUR, "address")],
    # A mail as it came: it is read again from its bytes, of which there may be many.
    "open_mail": [Rate(60, MINUTE)],
    "search": [Rate(60, MINUTE)],
    "pdf": [Rate(10, MINUTE)],
    "upload": [Rate(300, HOUR)],
    "thread": [Rate(30, HOUR)],
    "group": [Rate(20, DAY)],
    "talk": [Rate(60, HOUR)],
    "invite": [Rate(10_000, DAY)],
    # The same invitation again: nobody's mailbox is filled by that.
    "resend": [Rate(5, DAY, "address")],
    "link": [Rate(50, DAY)],
    # Each time a mail goes out to an address that refused some.
    "works_again": [Rate(5, DAY)],
    "request": [Rate(30, DAY)],
    "report": [Rate(30, HOUR)],
    "appeal": [Rate(20, DAY)],
    # Whether an address has an account, which those who let people in get to know.
    "look_up": [Rate(60, HOUR), Rate(300, DAY)],
    # Mails that ask an address nobody knows whether it wrote: anyone can name any address.
    "ask_by_mail": [Rate(100, DAY, "group")],
    # Mails that came to nothing, of which the bytes are kept: so many kB, of all together.
    "unasked_mail": [Rate(2_000_000, DAY, "all")],
    # A visitor has no account: the network they come from, and the address they give.
    "react_publicly": [Rate(30, HOUR, "network"), Rate(5, HOUR, "address")],
}

# The generic cell rate algorithm (ITU-T I.371): one number for each key, the moment until which
# what was done is spread out; whoever would come further ahead than `seconds` waits. One statement,
# so that nobody slips through between looking and writing.
SPEND = """
    INSERT INTO workspace_allowance AS had (key, spent_until) VALUES (%(key)s, %(now)s + %(cost)s)
    ON CONFLICT (key) DO UPDATE SET spent_until = %(cost)s +
        CASE WHEN had.spent_until > %(now)s THEN had.spent_until ELSE %(now)s END
        WHERE had.spent_until + %(cost)s <= %(now)s + %(seconds)s
    RETURNING spent_until
"""
UNTIL = "SELECT spent_until FROM workspace_allowance WHERE key = %s"
FORGET = "DELETE FROM workspace_allowance WHERE spent_until < %s"
FORGET_SECONDS = HOUR
_forgot_at = 0.0


class TooMany(Exception):
    """`wait` is the number of seconds after which it can be tried again, `sentence` says so."""

    def __init__(self, wait):
        super().__init__(wait)
        self.wait = max(1, round(wait + 0.5))

    @property
    def sentence(self):
        if self.wait < 2 * MINUTE:
            about = ngettext("%(count)s second", "%(count)s seconds", self.wait)
            count = self.wait
        elif self.wait < 2 * HOUR:
            count = round(self.wait / MINUTE)
            about = ngettext("%(count)s minute", "%(count)s minutes", count)
        else:
            count = round(self.wait / HOUR)
            about = ngettext("%(count)s hour", "%(count)s hours", count)
        return _("That is a lot in a short time. Try again in %(wait)s.") % {
            "wait": about % {"count": count}
        }


def spend(request, action, count=1, address=""):
    """Count this request as `count` times `action`. Raises `TooMany`; whoever comes too early
    need not wait the longer for it. More at once than a rate allows at all costs all of it."""
    if not settings.FLOOD_LIMITS or count == 0:
        return
    for rate in RATES[action]:
        key = f"{action}:{rate.seconds}:{_whom(rate.per, request, address)}"
        wait = _spend(key, rate, min(count, rate.amount))
        if wait is not None:
            request.flood = TooMany(wait)
            raise request.flood


def allows(action, whom, count=1):
    """The same for what comes without a request, as a mail does: whether it is not too much."""
    if not settings.FLOOD_LIMITS:
        return True
    rates = [(f"{action}:{rate.seconds}:{whom}", rate) for rate in RATES[action]]
    return all(_spend(key, rate, min(count, rate.amount)) is None for key, rate in rates)


def _spend(key, rate, count):
    """None, or how many seconds it is too early."""
    now, cost = time.time(), rate.interval * count
    with connection.cursor() as cursor:
        _forget(cursor, now)
        about = {"key": key, "now": now, "cost": cost, "seconds": rate.seconds + 1e-3}
        cursor.execute(SPEND, about)
        if cursor.fetchone():
            return None
        cursor.execute(UNTIL, [key])
        return cursor.fetchone()[0] + cost - rate.seconds - now


def _forget(cursor, now):
    """Once in a while, by each process, what is over."""
    global _forgot_at
    if now - _forgot_at > FORGET_SECONDS:
        _forgot_at = now
        cursor.execute(FORGET, [now])


def _whom(per, request, address):
    if per == "person":
        return f"person:{request.user.pk}"
    if per == "network":
        return f"network:{network(request.META['REMOTE_ADDR'])}"
    return f"address:{hashlib.sha256(address.strip().lower().encode()).hexdigest()}"


def network(address):
    """An IPv4 address, or the /64 that one subscriber has of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and not parsed.ipv4_mapped:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


class ThrottleMiddleware:
    """What met a bound is answered with 429 and when to try again, whatever the view made of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        flood = getattr(request, "flood", None)
        # What is absent for someone stays absent, however often they try.
        if flood and response.status_code in (200, 422, 429):
            response.status_code = 429
            response.headers["Retry-After"] = str(flood.wait)
        return response

    def process_exception(self, request, exception):
        if not isinstance(exception, TooMany):
            return None
        response = render(request, "429.html", {"sentence": exception.sentence}, status=429)
        if request.htmx and not request.htmx.boosted:
            # What a part of a page asked for: the sentence stands above the page, which stays.
            reswap(retarget(response, "#main"), "afterbegin")
            reselect(response, "#sentence")
        return response

"""Summaries: once a day or a week, on each person's own clock, what is new to them in a group."""

import logging
import time
from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import override

from conversations.mail import letters
from conversations.mail.addresses import bounce_address
from conversations.mail.outbound import headers
from conversations.mail.outbound.outlet import Away, NotNow, Outlet, Refused
from conversations.mail.outbound.writing import Mail
from conversations.models import Bouncing, Digesting, Mention, Message, Participation
from conversations.models.mailing import LONGEST_PAUSE, NotOurs, delay
from groups.models import MailChoice, Membership
from workspace.clock import clock

logger = logging.getLogger(__name__)

PERIODS = {MailChoice.DAILY: timedelta(days=1), MailChoice.WEEKLY: timedelta(weeks=1)}
# Whoever gets no mail for longer finds the rest in the browser.
LONGEST = timedelta(days=31)
MESSAGES = 200
# So long at a time; then other work has its turn.
SLICE = 5.0
FOLLOW, MUTE = Participation.Attention.FOLLOW, Participation.Attention.MUTE


def send_due():
    """The summaries whose hour has come. Gives the moment to go on, or None when all of them went
    out; one that the server does not take now is tried again in an hour."""
    try:
        turn = Digesting.claim(pk=1)
    except NotOurs:
        return None
    try:
        with Outlet() as outlet:
            return _serve_all(turn, outlet)
    except NotOurs:
        logger.warning("The summaries took too long; another worker has them")
    except Away as error:
        logger.warning("The mail server is away: %s", error)
        return timezone.now() + LONGEST_PAUSE
    finally:
        turn.release()
    return None


def _serve_all(turn, outlet):
    began = time.monotonic()
    for membership in _due(timezone.now()):
        if time.monotonic() - began > SLICE:
            return timezone.now()
        turn.renew()
        _try_to_serve(membership, outlet)
    return None


def last_hour(choice, hour, zone, now):
    """The last moment, at most now, at which someone in this time zone is sent summaries."""
    here = now.astimezone(zone)
    back = here.weekday() if choice == MailChoice.WEEKLY else 0
    day = here.date() - timedelta(days=back)
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    if moment > now:
        day -= PERIODS[choice]
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return moment


def _due(now):
    """Memberships whose last summary was before the last moment for one."""
    chosen = Membership.objects.in_force().filter(mail__in=PERIODS, person__is_active=True)
    rows = chosen.order_by("pk").values_list(
        "pk", "mail", "digest_hour", "digested_at", "person__time_zone"
    )
    due = [
        pk
        for pk, choice, hour, at, zone in rows.iterator()
        if at is None or at < last_hour(choice, hour, clock(zone), now)
    ]
    suspended = Bouncing.objects.suspended()
    for begin in range(0, len(due), 100):
        found = chosen.filter(pk__in=due[begin : begin + 100])  # as they are by now
        for membership in found.select_related("person", "group__subsite"):
            if membership.person.email not in suspended:
                yield membership


def _try_to_serve(membership, outlet):
    """A fault in one summary is not that of the others."""
    try:
        _serve(membership, outlet)
    except Away:
        raise
    except Exception:
        logger.exception("The summary of membership %s failed", membership.pk)


def _serve(membership, outlet):
    """What was said so shortly before the summary that it may be taken back is in the next."""
    now = timezone.now()
    since = (membership.digested_at or now - PERIODS[membership.mail]) - delay()
    since = max(since, now - LONGEST)
    conversations = _new_to(membership, since, now - delay())
    try:
        if conversations:
            outlet.send(_mail(membership, conversations, since))
    except Refused as error:
        Bouncing.objects.record(membership.person.email, "hard", str(error))
    except NotNow as error:
        logger.warning("A summary was not taken: %s", error)
        return
    Membership.objects.filter(pk=membership.pk).update(digested_at=now)


def _new_to(membership, since, until):
    """[(thread, messages)] that this person may read now and has not read, nor got by mail, nor is
    about to get as a follower: the conversation that something was said in last comes first."""
    person = membership.person
    own = FilteredRelation(
        "thread__participations", condition=Q(thread__participations__person=person)
    )
    named = Mention.objects.filter(message=OuterRef("pk"), person=person)
    found = (
        Message.objects.visible_to(person)
        .standing()
        .filter(thread__group=membership.group, notice__isnull=True)
        .filter(posted_at__gt=since, posted_at__lte=until)
        .exclude(author=person)
        .annotate(own=own)
        .annotate(
            attention=Coalesce(F("own__attention"), Value("")),
            read_to=Coalesce(F("own__read_to"), 0),
            mailed_to=Coalesce(F("own__mailed_to"), 0),
        )
        .filter(number__gt=F("read_to"), pk__gt=F("mailed_to"))
        .filter(
            Q(attention="") | Q(attention=FOLLOW, outgoing=None) | Q(Exists(named), attention=MUTE)
        )
        .select_related("thread__group__subsite")
    )
    conversations = defaultdict(list)
    for message in found.with_author().order_by("-posted_at", "-pk")[:MESSAGES]:
        conversations[message.thread].insert(0, message)
    return list(conversations.items())


def _mail(membership, conversations, since):
    person, group, every = membership.person, membership.group, membership.mail
    letter = letters.compose_digest(group, conversations, person=person, every=every)
    # Of the same summary the same one, should it go out twice.
    key = f"<digest.{membership.pk}.{since:%Y%m%d%H%M%S}@{settings.MAIL_DOMAIN}>"
    with override(person.language):
        about = headers.of_digest(group, person, key)
    values = letters.values(letter, person, why=every)
    return Mail(letter, values, person, bounce_address(person), about)

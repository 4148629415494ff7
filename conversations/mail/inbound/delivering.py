"""The way of a mail, from its bytes to its line in the log.

The message is posted outside of the transaction that writes the log: what is posted into one
conversation at once is committed together. When it breaks off in between, the mail comes again:
its message is recognised, and logged once.
"""

import logging
from contextlib import nullcontext

from django.conf import settings
from django.db import DatabaseError, DataError, transaction
from django.utils.translation import override

from conversations.mail import addresses, automatic, bounces, mime, retention, source
from conversations.mail.inbound import (
    answers,
    cards,
    content,
    copies,
    floods,
    known,
    log,
    places,
    posting,
    senders,
)
from conversations.mail.inbound.arrival import Arrival, Ended
from conversations.mail.inbound.subjects import offer_to_split
from conversations.mail.inbound.together import Together, company
from conversations.models import Delivery
from workspace.text import clean_line

Outcome = Delivery.Outcome
logger = logging.getLogger(__name__)
look_up, write = Together(known.look_up), Together(log.write)


def deliver(raw, recipients, *, transport, envelope_from=None, peer="", helo=""):
    """What becomes of a mail at each of these addresses: a `Delivery` each, in their order.

    `transport` is one of `Delivery.Transport`; `envelope_from` is MAIL FROM, "" for the null
    sender and None where nobody told; `peer` is the IP address of who brought it, if that
    is its sender's server. A mail that cannot be taken now (the database is away, the disk is
    full) raises what stood in the way: it is to come again, and is recognised.
    """
    retention.plan()
    envelope = {"transport": transport, "envelope_from": envelope_from, "peer": peer, "helo": helo}
    if envelope_from is not None:
        envelope["envelope_from"] = clean_line(envelope_from)
    done, kept = {}, floods.Kept(raw)
    with company.joined():
        mail, end = _read(raw)
        for recipient in sorted(dict.fromkeys(recipients), key=addresses.is_general):
            arrival = Arrival(mail, clean_line(recipient).lower(), **envelope)
            envelope.setdefault("beside", arrival)
            done[recipient] = _deliver(kept, arrival, end)
    answers.answer_beside(done.values())
    return [done[recipient] for recipient in recipients]


def deliver_again(delivery, *, is_confirmed=False):
    """The same for a mail of the log, which then says what becomes of it now. Raises ValueError
    when the mail is not kept any more."""
    raw = source.raw_of(delivery)
    if raw is None:
        raise ValueError("the mail is not kept any more")
    mail, end = _read(raw)
    arrival = Arrival(
        mail, delivery.recipient, delivery.transport, log.envelope_from(delivery),
        is_confirmed=is_confirmed, again=delivery,
    )  # fmt: skip
    return _deliver(floods.Kept(raw), arrival, end)


def _deliver(kept, arrival, end):
    with override(settings.LANGUAGE_CODE):
        end = end or way_of(arrival)
        delivery = _logged(log.row(kept, arrival, end))
        if arrival.mail is not None:
            offer_to_split(arrival, delivery)
    return delivery


def _logged(delivery):
    """What is to be answered, in one transaction with its answer: a mail that comes again is a
    copy, and about that nobody is asked."""
    if not answers.is_due(delivery):
        return write(delivery)
    with transaction.atomic():
        answers.answer(write(delivery))
    return delivery


def _read(raw):
    """(mail, None), or (None, how its way ends already)."""
    try:
        return mime.read(raw), None
    except mime.Refused as refusal:
        return None, Ended(Outcome.REJECTED, "unreadable", f"{refusal.code} {refusal.reason}")
    except Exception:
        return None, _failed()


def way_of(arrival):
    """How it ends. What fails in reading or posting one mail is an outcome, too: the others go on,
    and this one can be delivered again when the program is mended."""
    is_in_transaction = arrival.again is not None
    try:
        with transaction.atomic() if is_in_transaction else nullcontext():
            return _end_of(arrival)
    except DataError:
        return _failed()
    except (DatabaseError, OSError):
        raise
    except Exception:
        return _failed()


def _end_of(arrival):
    try:
        _go(arrival)
    except Ended as end:
        return end
    raise AssertionError("a way without an end")


def _failed():
    logger.exception("a mail could not be delivered")
    return Ended(Outcome.HELD, "failed")


def _go(arrival):
    """Each step ends the way, or finds out more for the next. Raises `Ended`."""
    arrival.known = look_up(arrival)
    arrival.place = places.place_at(arrival.recipient, arrival.known.names)
    _refuse_machines(arrival)
    _find_conversation(arrival)
    is_known = copies.refuse(arrival)
    senders.settle(arrival)
    floods.bound(arrival)
    with override(arrival.person.language):
        if is_known:
            raise Ended(Outcome.HELD, "same-id")
        cards.do_what_is_asked(arrival)
        if arrival.mail.encrypted:
            raise Ended(Outcome.REJECTED, "encrypted")
        found = content.of(arrival.mail)
        if not found:
            raise Ended(Outcome.REJECTED, "empty")
        posting.post(arrival, found)


def _refuse_machines(arrival):
    """What no person wrote is not answered, whatever it is; a bounce says how an address fares."""
    place, mail = arrival.place, arrival.mail
    if place.is_postmaster:
        raise Ended(Outcome.HELD, "postmaster")
    kind = automatic.kind(mail, envelope_from=arrival.envelope_from, host=settings.MAIL_DOMAIN)
    to = place.address.kind if place.address else ""
    if kind == "bounce" or (to == addresses.BOUNCE and not kind):
        detail = bounces.take(mail, place.address if to == addresses.BOUNCE else None)
        raise Ended(Outcome.DROPPED, "bounce", detail)
    if kind and (kind, to) != ("calendar", addresses.OUTCOME):  # that answers one of ours
        raise Ended(Outcome.DROPPED, str(kind), kind.reason)


def _find_conversation(arrival):
    arrival.thread = places.thread_for(arrival)
    arrival.group = arrival.thread.group if arrival.thread is not None else arrival.place.group

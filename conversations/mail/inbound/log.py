"""The log of the mails that come in, written for all at once that are done at one moment."""

from django.db import IntegrityError, transaction

from conversations.models import Bouncing, Delivery
from workspace.text import clean_line

Outcome = Delivery.Outcome
NULL_SENDER = "<>"


def row(kept, arrival, end):
    """What the log says of a mail, with the mail as it came. Not saved."""
    mail = arrival.mail
    delivery = arrival.again or Delivery(
        transport=arrival.transport, envelope_from=_written(arrival.envelope_from)[:320],
        recipient=arrival.recipient[:320],
    )  # fmt: skip
    delivery.outcome, delivery.reason = end.outcome, end.reason
    delivery.detail = clean_line(end.detail)[:500]
    if mail is not None:
        delivery.mail_id, delivery.sha256 = mail.message_id, mail.fingerprint
        delivery.sender, delivery.subject = mail.address, mail.subject[:150]
    # Of another try that comes less far it stays known where it was for.
    about = {
        "person": arrival.person, "thread": arrival.thread or delivery.thread,
        "group": arrival.group or delivery.group, **end.about,
    }  # fmt: skip
    for field, value in about.items():
        setattr(delivery, field, value)
    if not delivery.raw:
        kept.store(delivery)
    return delivery


def _written(envelope_from):
    return NULL_SENDER if envelope_from == "" else envelope_from or ""


def envelope_from(delivery):
    """What `deliver` was told of it: "" for the null sender, None where nobody told."""
    told = delivery.envelope_from
    return "" if told == NULL_SENDER else told or None


def write(deliveries):
    """One mail is logged as posted for each message. What was in the log is written anew."""
    try:
        with transaction.atomic():
            known = [each for each in deliveries if each.pk]
            Delivery.objects.bulk_create([each for each in deliveries if not each.pk])
            for each in known:
                each.save()
    except IntegrityError:
        if len(deliveries) > 1:
            raise  # each by itself, then
        # The same mail was posted at the same moment, by another process.
        delivery = deliveries[0]
        delivery.outcome, delivery.reason = Outcome.DROPPED, "duplicate"
        delivery.message = None
        delivery.save()
    senders = {each.sender for each in deliveries if each.is_posted}
    if senders:
        Bouncing.objects.heard_from(*senders)
    return deliveries

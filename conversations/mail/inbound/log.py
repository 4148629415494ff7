"""The log of the mails that come in, written for all at once that are done at one moment."""

from django.db import IntegrityError, transaction

from conversations.models import Bouncing, Delivery
from workspace.text import clean_line

Outcome = Delivery.Outcome


def row(kept, arrival, end):
    """What the log says of a mail, with the mail as it came. Not saved."""
    mail = arrival.mail
    delivery = arrival.again or Delivery(
        transport=arrival.transport, envelope_from=_return_path(arrival)[:320],
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


def _return_path(arrival):
    return "<>" if arrival.envelope_from == "" else arrival.envelope_from or ""


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

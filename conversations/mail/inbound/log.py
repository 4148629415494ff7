"""The log of the mails that come in, written for all at once that are done at one moment."""

from django.db import IntegrityError, transaction

from conversations.models import Bouncing, Delivery

Outcome = Delivery.Outcome
POSTED = (Outcome.POSTED, Outcome.WITH_FILES)


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
    senders = {each.sender for each in deliveries if each.outcome in POSTED}
    if senders:
        Bouncing.objects.heard_from(*senders)
    return deliveries

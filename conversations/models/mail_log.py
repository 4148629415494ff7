"""The mail log as a list: who sees what of it, and how its mails are forgotten."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import BooleanField, Case, Q, Value, When
from django.utils import timezone

from conversations.models.gate import Pace
from groups import access

# For whom a mail waits, by the reason. What waits for other reasons goes on by itself, stands on
# the desk as a message that waits, or is for who runs the platform.
FOR_PERSON = ("other-sender", "unproven-sender")
FOR_MODERATORS = ("unasked-sender", "same-id")


SIGNED = r"^[robi]-([0-9]{1,18}-)?[a-z2-7]{16}"


class DeliveryQuerySet(models.QuerySet):
    def shown_to(self, person):
        """With `is_open`: whether this person reads the subject and the words of the mail."""
        return self.annotate(is_open=_when(access.mail_open_to(person)))

    def seeking(self, sought, person):
        """Those with this in an address or the Message-ID; in the subject, where it is open."""
        sought = sought.strip("<>")
        # By parts of it one could find out a signed address, which the log does not tell.
        in_recipient = Q(recipient__icontains=sought) & ~Q(recipient__iregex=SIGNED)
        in_recipient |= Q(recipient__iexact=sought)
        asked = Q(subject__icontains=sought) & access.mail_open_to(person)
        asked |= in_recipient
        for field in ("sender", "envelope_from", "mail_id"):
            asked |= Q(**{f"{field}__icontains": sought})
        return self.filter(asked)

    def taken(self):
        """Those that are posted, or wait: another copy of one is the same mail."""
        return self.filter(outcome__in=["posted", "attached", "held"])

    def waiting(self):
        """Those that are held, and that nobody decided about."""
        return self.filter(outcome="held", settled_at=None)

    def for_person(self):
        return self.waiting().filter(reason__in=FOR_PERSON)

    def waiting_beside(self, delivery):
        """Mails that wait for whoever reads the mail of the address that this one came with: they
        are asked about one a day, and say of the others at once whether these are theirs."""
        others = self.for_person().filter(reason="unproven-sender", sender=delivery.sender)
        return others.exclude(pk=delivery.pk).order_by("pk")

    def for_moderators(self):
        return self.waiting().filter(reason__in=FOR_MODERATORS)

    def overdue(self):
        """Those that slow mode put off, and that should stand in their conversation by now."""
        longest = timedelta(seconds=max(Pace.values))
        slow = self.filter(outcome="held", reason="slow")
        return slow.filter(received_at__lt=timezone.now() - longest)

    def settle(self, by, outcome, **fields):
        """What became of them when somebody decided."""
        self.update(outcome=outcome, settled_at=timezone.now(), settled_by=by, **fields)

    def settle_as(self, by, outcome, message):
        """The same for those that are this message; where two processes took in copies of it at
        one moment, the first is."""
        first = self.order_by("pk").values_list("pk", flat=True).first()
        self.exclude(pk=first).settle(by, "dropped", reason="duplicate")
        self.filter(pk=first).settle(by, outcome, message=message)

    def undelivered(self):
        """Those that did not come to stand in a conversation, and can be tried again."""
        return self.filter(outcome__in=["held", "dropped", "rejected"]).exclude(raw="")

    def of_message(self, message):
        """The mails that it came as: a copy that came twice has the same words."""
        own = self.filter(message=message)
        same = Q(mail_id__in=own.exclude(mail_id="").values("mail_id"), person=message.author_id)
        return self.filter(Q(message=message) | Q(sha256__in=own.values("sha256")) | same)

    def forget_words(self):
        """Nothing of what they said is kept; that they came, is."""
        found = list(self.values_list("pk", flat=True))
        self.model.objects.filter(pk__in=found).update(subject="", detail="")
        self.model.objects.filter(pk__in=found).forget_mails()

    @transaction.atomic
    def forget_mails(self):
        """The mails as they came. A file that another delivery has, too, stays with that one."""
        rows = dict(self.exclude(raw="").values_list("pk", "raw"))
        others = self.model.objects.filter(raw__in=set(rows.values())).exclude(pk__in=rows)
        gone = set(rows.values()) - set(others.values_list("raw", flat=True))
        self.model.objects.filter(pk__in=rows).update(raw="")
        storage = self.model._meta.get_field("raw").storage
        transaction.on_commit(lambda: [storage.delete(name) for name in gone])
        return len(rows)


def _when(condition):
    return Case(When(condition, then=Value(True)), default=False, output_field=BooleanField())

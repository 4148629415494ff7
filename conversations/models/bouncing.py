"""How mail to an address fares, and whom a machine has answered today."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from groups.composed import the_one
from groups.models import Person

# Mailman's practice (administration manual, 2.8: a hard bounce is 1, a soft one less, and one day
# counts no more than 1 however much was sent), with Discourse's idea that it wears off. An address
# that does not exist is suspended on the third day, or in the fourth week where a mail goes out
# each week; a mailbox that is full after two weeks.
WEIGHTS = {"hard": 1.0, "soft": 0.25}
BOUND = 2.5
HALF_LIFE = timedelta(days=14)
DAY = timedelta(days=1)
MAX_SAID = 500


class BouncingQuerySet(models.QuerySet):
    def in_suspension(self):
        """Nothing is sent to these."""
        return self.filter(suspended_at__isnull=False)

    def suspended(self, emails=None):
        """The addresses that nothing is sent to, or those of `emails` (a set)."""
        found = self.in_suspension()
        if emails is not None:
            found = found.filter(email__in={email.lower() for email in emails})
        return set(found.values_list("email", flat=True))

    @transaction.atomic
    def record(self, email, kind, said=""):
        """A mail to this address came back. `kind` is "hard" or "soft"; what is neither (refused
        as spam, or by policy) says something about the mail and nothing about the address: it is
        only noted. Returns the row."""
        email = email.lower()
        self.bulk_create([Bouncing(email=email)], ignore_conflicts=True)
        bouncing = self.select_for_update().get(email=email)
        bouncing.said = said[:MAX_SAID]
        if kind in WEIGHTS:
            bouncing.count(WEIGHTS[kind], timezone.now())
        bouncing.save()
        return bouncing

    def heard_from(self, *emails):
        """A mail came from these addresses: they are in use."""
        known = [email.lower() for email in emails]
        self.in_suspension().filter(email__in=known).update(**_on_probation())


class Bouncing(models.Model):
    """An address that mail came back from. The score halves every two weeks; from a bound on the
    address is suspended, until its person says that it works again."""

    email = models.EmailField(unique=True)
    # As it was at `scored_at`.
    score = models.FloatField(default=0)
    scored_at = models.DateTimeField(null=True)
    # What has been counted since `counted_from`: a day counts no more than one hard bounce.
    counted = models.FloatField(default=0)
    counted_from = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True, db_index=True)
    # What the other server said last.
    said = models.CharField(max_length=MAX_SAID, blank=True)

    objects = BouncingQuerySet.as_manager()

    def __str__(self):
        return f"{self.email}: {self.score:.1f}"

    def score_at(self, moment):
        if self.scored_at is None:
            return 0.0
        return self.score * 0.5 ** ((moment - self.scored_at) / HALF_LIFE)

    def count(self, weight, now):
        """Not saved."""
        if self.counted_from is None or now - self.counted_from >= DAY:
            self.counted, self.counted_from = 0, now
        added = max(0, weight - self.counted)
        self.score, self.scored_at = self.score_at(now) + added, now
        self.counted += added
        if self.score >= BOUND and self.suspended_at is None:
            self.suspended_at = now

    def try_again(self):
        """Its person says that it works: mail goes there again from now on. If it does not, one
        hard bounce suspends it."""
        changed = _on_probation()
        type(self).objects.filter(pk=self.pk).update(**changed)
        for field, value in changed.items():
            setattr(self, field, value)


def _on_probation():
    """So close to the bound that a hard bounce in the next days goes over it."""
    return {
        "suspended_at": None, "score": BOUND - 0.5, "scored_at": timezone.now(),
        "counted": 0, "counted_from": None,
    }  # fmt: skip


@the_one(models.DateTimeField())
def suspended_since(person):
    """Since when nothing is sent to the address of this person (a key, or a column), or NULL."""
    own = Person.objects.filter(pk=person).order_by().values("email")
    return Bouncing.objects.filter(email__in=own).values("suspended_at")


class AutomaticAnswerManager(models.Manager):
    def first_today(self, email):
        """Whether no machine of ours answered this address today; from now on one did."""
        return self.get_or_create(email=email.lower(), on=timezone.localdate())[1]


class AutomaticAnswer(models.Model):
    """That a machine of ours answered a mail from this address on this day: once is enough."""

    email = models.EmailField()
    on = models.DateField()

    objects = AutomaticAnswerManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email", "on"], name="one_automatic_answer_a_day")
        ]

    def __str__(self):
        return f"answered {self.email} on {self.on}"

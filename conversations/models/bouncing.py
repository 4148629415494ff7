"""How mail to an address fares, and whom a machine has answered today."""

from django.db import models


class Bouncing(models.Model):
    """An address that mail came back from. The score decays; above a bound the address is
    suspended, until its person says that it works again."""

    email = models.EmailField(unique=True)
    score = models.FloatField(default=0)
    scored_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True, db_index=True)
    # What the other server said last.
    said = models.CharField(max_length=500, blank=True)

    def __str__(self):
        return f"{self.email}: {self.score:.1f}"


class AutomaticAnswer(models.Model):
    """That a machine of ours answered a mail from this address on this day: once is enough."""

    email = models.EmailField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email", "on"], name="one_automatic_answer_a_day")
        ]

    def __str__(self):
        return f"answered {self.email} on {self.on}"

"""Which conversations have something new that is not mailed yet."""

from django.db import models


class Mailing(models.Model):
    """A conversation's place in the queue of outgoing mail: one row, whatever its readers."""

    thread = models.OneToOneField("conversations.Thread", models.CASCADE, related_name="mailing")
    # When the next round begins; None: all that was said has been mailed.
    due_at = models.DateTimeField(null=True, db_index=True)
    # The number up to which everyone has been served.
    sent_to = models.PositiveIntegerField(default=0)
    # The worker that is at it holds it until then; one that died lets go by that.
    claimed_until = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.thread} mailed to {self.sent_to}"

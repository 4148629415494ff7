"""Who was asked, and what they answered."""

from django.conf import settings
from django.db import models

from conversations.outcomes.decisions.models.choices import OBJECTIONS, STANDS, Meaning

PERSON = settings.AUTH_USER_MODEL


class Voter(models.Model):
    """Someone who was asked: the electorate is made once, when the decision opens.

    Of a secret vote this row says that they voted, and nothing else in the database does: no
    moment, no order, no answer.
    """

    decision = models.ForeignKey("decisions.Decision", models.CASCADE, related_name="voters")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    # Whether they answered the words as they are now: an amendment asks again.
    has_answered = models.BooleanField(default=False)
    # Who votes for them; they gave it themselves.
    proxy = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="asked_once")]

    def __str__(self):
        return f"{self.person} in {self.decision_id}"


class Ballot(models.Model):
    """One answer to one version of a decision that is not secret.

    `answer` is as `counting.answers` gives it: {"stand": "agree"}, {"options": [2]},
    {"ranking": [3, 1]}, {"scores": [[1, 5], [2, 0]]} or {"dates": [[1, "yes"], [2, "no"]]}.
    """

    decision = models.ForeignKey("decisions.Decision", models.CASCADE, related_name="ballots")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    answer = models.JSONField()
    reason = models.TextField(blank=True, max_length=5000)
    # Who held the vote, where it was given to someone.
    cast_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    cast_at = models.DateTimeField()
    # What was said to an objection or an advice.
    reply = models.TextField(blank=True, max_length=5000)
    replied_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["cast_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "person", "version"], name="answered_once")
        ]

    def __str__(self):
        return f"{self.person}: {self.answer}"

    @property
    def stand(self):
        """The key of the answer where the method has its own (`STANDS`), else None."""
        return self.answer.get("stand")

    @property
    def stand_label(self):
        return STANDS[self.decision.method].get(self.stand, "")

    @property
    def is_objection(self):
        if self.stand:
            return self.stand in OBJECTIONS
        against = {o.number for o in self.decision.options.all() if o.meaning == Meaning.AGAINST}
        return bool(against & set(self.answer.get("options", ())))

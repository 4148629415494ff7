"""What a proposal said before it was amended."""

from django.conf import settings
from django.db import models


class Amendment(models.Model):
    """The words of `version`, until someone changed them, and why. The ballots of that version
    stay as they were; the people are asked again."""

    decision = models.ForeignKey("decisions.Decision", models.CASCADE, related_name="amendments")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["decision", "version"], name="amended_once")]

    def __str__(self):
        return f"version {self.version} of {self.decision_id}"

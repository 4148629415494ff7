"""What one can choose."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.outcomes.decisions.models.choices import Meaning
from workspace.text import validate_line


class Option(models.Model):
    """Of a vote, a ranking, a score or a date poll. `number` is how ballots and counts name it."""

    decision = models.ForeignKey("decisions.Decision", models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(_("Option"), max_length=150, blank=True, validators=[validate_line])
    meaning = models.CharField(max_length=10, choices=Meaning, default=Meaning.CHOICE)
    # Of a date poll: the moment.
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="option_numbered_once")
        ]

    def __str__(self):
        if self.label or self.starts_at is None:
            return self.label
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

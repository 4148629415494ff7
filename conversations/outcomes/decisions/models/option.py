"""What one can choose."""

from operator import attrgetter

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models.alongside import moment, rows_of
from conversations.outcomes.decisions.models.choices import Meaning
from workspace.text import validate_line

FIELDS = "pk", "number", "label", "meaning"
MOMENTS = "starts_at", "ends_at", "withdrawn_at"


class OptionQuerySet(models.QuerySet):
    def shown(self):
        """For a query of decisions: what `Decision.options_shown` takes."""
        return rows_of(self, "decision", **{name: name for name in FIELDS + MOMENTS})


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

    objects = OptionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="option_numbered_once")
        ]

    def __str__(self):
        if self.label or self.starts_at is None:
            return self.label
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @classmethod
    def of_rows(cls, decision, rows):
        """Those of `OptionQuerySet.shown`, in order."""
        options = [
            cls(decision=decision, **row | {name: moment(row[name]) for name in MOMENTS})
            for row in rows or ()
        ]
        return sorted(options, key=attrgetter("number"))

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

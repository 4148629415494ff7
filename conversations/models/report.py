"""That someone asks the moderators to look at something."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations import notices
from groups import access
from groups.models import AuditEntry
from workspace.streams.models import locked

PERSON = settings.AUTH_USER_MODEL
THINGS = ("message", "attachment", "thread", "person")


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(handled_at=None)

    def shown_to(self, moderator):
        """All but those about this moderator: another one looks at these."""
        return self.exclude(
            Q(message__author=moderator)
            | Q(attachment__message__author=moderator)
            | Q(thread__author=moderator)
            | Q(person=moderator)
        )


class ReportManager(models.Manager.from_queryset(ReportQuerySet)):
    def make(self, by, group, *, category, words="", **thing):
        """Report a `message`, one of its files (its `attachment` too), a `thread` or a `person`.
        What is open from the same reporter about the same thing stays the one report. The caller
        looked it up with the rule."""
        exactly = {name: thing.get(name) for name in THINGS}
        with locked(group.desk):
            report, is_new = self.open().get_or_create(
                by=by, group=group, **exactly, defaults={"category": category, "words": words}
            )
            if is_new:
                group.tell_desk(by, report=report.pk)
        return report


class Report(models.Model):
    """Someone asks the moderators of a group to look at a thread, a message, a file or a person."""

    class Category(models.TextChoices):
        RUDE = "rude", _("Insulting or threatening")
        SPAM = "spam", _("Advertising or spam")
        PRIVATE = "private", _("Somebody's private data")
        OFF_TOPIC = "off_topic", _("Does not belong here")
        OTHER = "other", _("Something else")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="reports")
    thread = models.ForeignKey("conversations.Thread", models.CASCADE, null=True)
    message = models.ForeignKey("conversations.Message", models.CASCADE, null=True)
    attachment = models.ForeignKey("conversations.Attachment", models.SET_NULL, null=True)
    person = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(PERSON, models.CASCADE, related_name="reports_made")
    category = models.CharField(_("What is wrong?"), max_length=10, choices=Category)
    words = models.CharField(_("In your own words"), max_length=1_000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)

    objects = ReportManager()

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"{self.category} reported by {self.by}"

    @property
    def about(self):
        """{"message": key}: which thing it is about. A file that is gone leaves none."""
        keys = {f"{name}_id": getattr(self, f"{name}_id") for name in THINGS}
        return {name: key for name, key in keys.items() if key} or {"pk": self.pk}

    def handle(self, by, outcome):
        """Answer this report, and all open ones about the same thing; each reporter hears the
        outcome. Raises `MayNot`."""
        with locked(self.group.desk):
            access.require(by, "moderate", self.group)
            alike = Report.objects.open().filter(group=self.group, **self.about)
            keys = list(alike.shown_to(by).order_by("pk").values_list("pk", flat=True))
            Report.objects.filter(pk__in=keys).update(
                handled_at=timezone.now(), handled_by=by, outcome=outcome
            )
            self.group.tell_desk(by, report=self.pk)
            AuditEntry.objects.record("handle_report", actor=by, group=self.group, reports=keys)
            for key in keys:
                notices.send_outcome.enqueue(key)

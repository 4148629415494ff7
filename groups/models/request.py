"""Asking to become a member, and the answer."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models.audit import AuditEntry
from groups.tasks import send_answer
from workspace.streams.models import Verb, locked
from workspace.text import validate_line

WAIT_AFTER_REFUSAL = timedelta(days=7)


class Answered(Exception):
    """Another moderator answered first, or who asked took it back."""


class JoinRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at=None)

    def in_the_way(self):
        """Those that keep someone from asking: one is open, or was refused not long ago."""
        since = timezone.now() - WAIT_AFTER_REFUSAL
        return self.filter(
            models.Q(answered_at=None) | models.Q(granted=False, answered_at__gt=since)
        )


class JoinRequest(models.Model):
    """Someone asks to become a member; a moderator answers."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests"
    )
    words = models.CharField(
        _("Why do you want to join?"), max_length=500, blank=True, validators=[validate_line]
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    granted = models.BooleanField(default=False)
    grounds = models.CharField(max_length=500, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(answered_at=None),
                name="one_open_request_each",
            )
        ]

    def __str__(self):
        return f"{self.person} asks for {self.group}"

    @property
    def again_from(self):
        """After a refusal: from when one may ask again."""
        return self.answered_at + WAIT_AFTER_REFUSAL

    def grant(self, *, by):
        """A moderator lets them in. Raises `MayNot`, and `Answered` when there is nothing open."""
        group = self.group
        with locked(group.stream, group.desk):
            self._answer(by, granted=True)
            access.require(self.person, "accept", group)
            group.admit(self.person)
            self._record("grant_request", by)

    def refuse(self, grounds, *, by):
        """A moderator says no, and why. Raises as `grant`."""
        with locked(self.group.desk):
            self._answer(by, granted=False, grounds=grounds)
            self._record("refuse_request", by, grounds)

    def take_back(self):
        """Who asked does not want it any more."""
        with locked(self.group.desk):
            if type(self).objects.open().filter(pk=self.pk).delete()[0]:
                self.group.desk.record(Verb.DELETE, actor=self.person, request=self.pk)

    def _answer(self, by, **answer):
        access.require(by, "moderate", self.group)
        answer |= {"answered_at": timezone.now(), "answered_by": by}
        if not type(self).objects.open().filter(pk=self.pk).update(**answer):
            raise Answered

    def _record(self, action, by, grounds=""):
        self.group.desk.record(Verb.UPDATE, actor=by, request=self.pk)
        send_answer.enqueue(self.pk)
        AuditEntry.objects.record(
            action, actor=by, group=self.group, subject=self.person, grounds=grounds,
            request=self.pk,
        )  # fmt: skip


class Asking:
    """A verb of Group."""

    def ask(self, person, words=""):
        """Ask to become a member. Raises `MayNot`: also while a request is open, and for a week
        after one was refused."""
        with locked(self.desk):
            access.require(person, "request", self)
            request = self.join_requests.create(person=person, words=words)
            self.desk.record(Verb.CREATE, actor=person, request=request.pk)
        return request

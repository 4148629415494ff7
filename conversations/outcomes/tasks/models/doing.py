"""What people do with a task in a click: its status, and the lines of its checklist."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.outcomes.tasks.checklist import afresh
from conversations.outcomes.tasks.models.people import Assignment
from conversations.outcomes.tasks.refusals import Blocked, ItemGone
from conversations.outcomes.tasks.repeating import next_date
from conversations.outcomes.tasks.tasks import tell_free


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


FINISHED = [Status.DONE, Status.DROPPED]
# What cannot be while a task that comes first is not finished.
NEEDS_OTHERS = [Status.IN_PROGRESS, Status.DONE]


class Doing:
    """Of Task."""

    @property
    def is_finished(self):
        return self.status in FINISHED

    @property
    def ticked(self):
        """How many lines of the checklist are done."""
        return sum(item["by"] is not None for item in self.checklist)

    def move(self, by, status):
        """To another status. Only who steers it drops it. Raises `MayNot`, `Unapproved`,
        `Blocked`, and ValueError for no such status."""
        status = Status(status)
        with self.changing(by, "steer" if status == Status.DROPPED else "post"):
            if status == self.status:
                return
            if status in NEEDS_OTHERS:
                self._require_others(by)
            self.status = status
            self.finished_at = timezone.now() if self.is_finished else None
            self.tell(by, status)
            if status == Status.DONE:
                self._come_again(by)
            if self.is_finished:
                tell_free.enqueue(self.pk)
            self.people_changed(by)

    def tick(self, by, key, *, done):
        """Tick a line of the checklist off, or open it again. Raises `MayNot`, `Unapproved`, and
        `ItemGone`."""
        with self.changing(by, task=self.pk):
            item = next((item for item in self.checklist if item["key"] == key), None)
            if item is None:
                raise ItemGone
            if done != (item["by"] is not None):
                item["by"] = by.pk if done else None
                self.tell_lists(by)

    def say_free(self):
        """What came first is finished: the conversation hears that work can begin."""
        with self.changing(None):
            if not (self.is_finished or self.message.is_gone or self.first().exists()):
                self.tell(None, "free")
                self.tell_lists(None)

    def first(self):
        """The tasks that come before this one and are not finished."""
        return self.depends_on.exclude(status__in=FINISHED)

    def _require_others(self, by):
        first = self.first()
        if first.exists():
            raise Blocked([task.title for task in first.visible_to(by)])

    def _come_again(self, by):
        """A task that repeats makes the next one, once: a card of its own, nothing ticked off."""
        if not self.repeats or type(self).objects.filter(previous=self).exists():
            return
        yesterday = timezone.localdate() - timedelta(days=1)
        try:
            due_on = next_date(
                self.repeats_from, self.repeats, self.every, max(self.due_on, yesterday)
            )
        except OverflowError:
            return
        message = self.thread.append_card(
            by, self.message.body, client_id=f"after-task-{self.pk}", via="web", kind=self.kind
        )
        following = type(self).objects.create(
            message=message, title=self.title, owner=self.owner, wanted=self.wanted,
            due_on=due_on, repeats=self.repeats, every=self.every, repeats_from=self.repeats_from,
            checklist=afresh(self.checklist), previous=self,
        )  # fmt: skip
        people = self.assignments.values_list("person", flat=True)
        Assignment.objects.bulk_create(
            Assignment(task=following, person_id=person, by=by) for person in people
        )
        following.plan_reminders()

"""Task: what someone will do, and by when."""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models import Outcome, OutcomeManager, OutcomeQuerySet
from conversations.outcomes.tasks.models.doing import FINISHED, Doing, Status
from conversations.outcomes.tasks.models.people import Assignment, Shared
from conversations.outcomes.tasks.models.planning import Planning
from conversations.outcomes.tasks.repeating import Repeats
from groups.models.presentation import presented
from workspace.streams.models import locked

TONES = {
    Status.OPEN: "open", Status.IN_PROGRESS: "open", Status.WAITING: "quiet",
    Status.DONE: "good", Status.DROPPED: "bad",
}  # fmt: skip


class TaskQuerySet(OutcomeQuerySet):
    def unfinished(self):
        return self.exclude(status__in=FINISHED)

    def done_by(self, person):
        """Those that this person does."""
        return self.filter(Exists(Assignment.objects.filter(task=OuterRef("pk"), person=person)))

    def involving(self, person):
        """Those that this person does or owns, as far as they may read them."""
        own = Assignment.objects.filter(task=OuterRef("pk"), person=person)
        return self.visible_to(person).filter(Q(owner=person) | Exists(own))

    def in_group(self, group):
        return self.filter(message__thread__group=group)

    def for_cards(self):
        """One query: the tasks with their owners, and the names of who does them."""
        return self._with_owner().annotate(people_shown=Assignment.objects.shown())

    def for_lists(self):
        """Two queries: also with the people themselves."""
        people = Prefetch("assignments", Assignment.objects.presented())
        return self.with_place()._with_owner().prefetch_related(people)

    def _with_owner(self):
        owner = presented("owner", "message__thread__group")
        return self.select_related("owner").annotate(owner_presented=owner)

    def soonest_first(self):
        return self.order_by(models.F("due_on").asc(nulls_last=True), "pk")


class TaskManager(OutcomeManager.from_queryset(TaskQuerySet)):
    def grow(self, thread, author, **about):
        # A card that names people writes in their lists: the group's lock comes before theirs.
        with locked(thread.stream), locked(thread.group.stream):
            return super().grow(thread, author, **about)

    def create(self, *, people=(), depends_on=(), **fields):
        """`people` do it, `depends_on` are tasks of the same group that come first."""
        message = fields["message"]
        fields.setdefault("owner", message.author)
        fields.setdefault("repeats_from", fields.get("due_on"))
        task = super().create(**fields)
        Assignment.objects.bulk_create(
            Assignment(task=task, person=person, by=message.author) for person in people
        )
        if depends_on:
            task._come_after(depends_on, message.author)
        return task


class Task(Planning, Doing, Shared, Outcome):
    """A day, and no hour: that is a meeting. Days are those of the reader's own calendar."""

    kind = "task"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tasks_owned",
        verbose_name=_("Who sees to it"),
    )  # fmt: skip
    wanted = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=11, choices=Status, default=Status.OPEN)
    finished_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    checklist = models.JSONField(default=list)
    depends_on = models.ManyToManyField("self", symmetrical=False, related_name="dependents")
    # Empty, or every so many of these; counted from a day, so that month ends stay right.
    repeats = models.CharField(max_length=7, choices=Repeats, blank=True)
    every = models.PositiveSmallIntegerField(default=1)
    repeats_from = models.DateField(null=True)
    previous = models.OneToOneField("self", models.SET_NULL, null=True, related_name="following")

    objects = TaskManager()

    class Meta:
        indexes = [models.Index(fields=["status", "due_on"])]

    @contextmanager
    def changing(self, by, verb="post", **data):
        """As with every outcome; with the group's lock, which comes before those of people."""
        with super().changing(by, verb, **data), locked(self.group.stream):
            yield

    @property
    def state_label(self):
        return self.get_status_display()

    @property
    def tone(self):
        return TONES[self.status]

    @property
    def owner_name(self):
        """As `for_cards` found them to be called in the group."""
        return (getattr(self, "owner_presented", None) or {}).get("name") or self.owner.name

    @property
    def searched(self):
        return [self.title, *(item["words"] for item in self.checklist)]

    @property
    def days_late(self):
        """How many days it is late for who looks now; 0 when it is not."""
        if self.due_on is None or self.is_finished:
            return 0
        return max(0, (timezone.localdate() - self.due_on) // timedelta(days=1))

    def forget(self):
        self.checklist = []
        self.reminders.all().delete()
        self.save(update_fields=["checklist"])
        super().forget()

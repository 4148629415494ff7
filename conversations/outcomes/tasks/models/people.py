"""Who does a task: people who were asked, and people who signed up."""

from operator import itemgetter

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from conversations.models import Mention
from conversations.models.alongside import bring_along, rows_of
from conversations.outcomes.tasks.refusals import CannotRead, Finished, Full
from conversations.outcomes.tasks.snooze import moment_before, snoozed_until
from conversations.outcomes.tasks.tasks import send_reminder
from groups.models import Membership
from groups.models.presentation import presented
from workspace.streams.models import Verb, record_in_each

PERSON = settings.AUTH_USER_MODEL


class AssignmentQuerySet(models.QuerySet):
    def presented(self):
        """With the person as they are shown in the group: one query for any number of tasks."""
        return self.select_related("person").annotate(
            presented=presented("person", "task__message__thread__group")
        )

    def shown(self):
        """For a query of tasks: what `Shared.people_shown` takes."""
        here = Membership.objects.filter(
            person=OuterRef("person"), group=OuterRef("task__message__thread__group")
        )
        name = Coalesce(
            NullIf(Subquery(here.order_by().values("display_name")), Value("")), "person__name"
        )
        return rows_of(self, "task", pk="pk", person_id="person_id", name=name)


class Assignment(models.Model):
    """That someone does a task; `by` is who said so: often they themselves."""

    task = models.ForeignKey("tasks.Task", models.CASCADE, related_name="assignments")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="assignments")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["task", "person"], name="assigned_once")]

    def __str__(self):
        return f"{self.person}: {self.task}"

    @property
    def name(self):
        """As `presented` found them to be called in the group."""
        return (getattr(self, "presented", None) or {}).get("name") or self.person.name


class Shared:
    """Of Task: who does it. `owner` sees to it that it is done; `wanted` is how many people it
    takes, 0 for who was asked and nobody else."""

    def _show_people(self, rows):
        rows = sorted(rows or (), key=itemgetter("pk"))
        people = [Assignment(pk=row["pk"], task=self, person_id=row["person_id"]) for row in rows]
        for assignment, row in zip(people, rows, strict=True):
            assignment.presented = {"name": row["name"]}
        bring_along(self, "assignments", people)

    # What a card's query annotates.
    people_shown = property(None, _show_people)

    @property
    def has_room(self):
        """Whether someone can sign up: more are wanted, or nobody does it."""
        doing = len(self.assignments.all())
        return not self.is_finished and (doing < self.wanted or doing == 0)

    @property
    def room(self):
        """How many more are wanted."""
        return max(0, self.wanted - len(self.assignments.all()))

    def sign_up(self, by):
        """Take part in it. Raises `MayNot`, `Unapproved`, `Finished`, and `Full` when others were
        first."""
        with self.changing(by):
            if self.is_finished:
                raise Finished
            if by in self.doers():
                return
            if not self.has_room:
                raise Full
            Assignment.objects.create(task=self, person=by, by=by)
            self.tell(by, "signed_up")
            self.people_changed(by)

    def step_back(self, by):
        """Do it no longer. Raises `MayNot`, `Unapproved`."""
        with self.changing(by):
            if self.assignments.filter(person=by).delete()[0]:
                self.tell(by, "stepped_back")
                self.people_changed(by, left=[by])

    def hand_over(self, of, to, by):
        """What `of` does and owns goes to `to`. Raises `MayNot`, `Unapproved`, `CannotRead`."""
        with self.changing(by, "post" if by == of else "steer"):
            self.require_readers([to])
            if self.owner_id == of.pk:
                self.owner = to
            if self.assignments.filter(person=of).delete()[0]:
                Assignment.objects.get_or_create(task=self, person=to, defaults={"by": by})
            self.call([to], by)
            self.tell(by, "handed_over", was=of.name, now=to.name)
            self.people_changed(by, left=[of])

    def assign(self, people, by):
        """These people do it, and nobody else; inside `changing`. Returns who is new and who is
        relieved. Raises `CannotRead`."""
        before = {person.pk: person for person in self.doers()}
        wanted = {person.pk: person for person in people}
        fresh = [wanted[pk] for pk in wanted.keys() - before.keys()]
        left = [before[pk] for pk in before.keys() - wanted.keys()]
        self.require_readers(fresh)
        self.assignments.filter(person__in=left).delete()
        Assignment.objects.bulk_create(
            Assignment(task=self, person=person, by=by)
            for person in sorted(fresh, key=lambda person: person.name)
        )
        return fresh, left

    def require_readers(self, people):
        """Raises `CannotRead` with those who cannot read the conversation."""
        keys = [person.pk for person in people]
        readers = set(self.thread.readers().filter(pk__in=keys).values_list("pk", flat=True))
        if others := [person for person in people if person.pk not in readers]:
            raise CannotRead(others)

    def doers(self):
        people = apps.get_model(PERSON).objects
        return list(people.filter(assignments__task=self).select_related("stream"))

    def involved(self):
        """Who does it, and its owner."""
        people = {person.pk: person for person in [*self.doers(), self.owner]}
        return list(people.values())

    def call(self, people, by):
        """They find it among their mentions, as if the card named them; `tell_lists` says so."""
        others = [person for person in people if by is None or person.pk != by.pk]
        known = Mention.objects.filter(message=self.message).values_list("person", flat=True)
        fresh = [person for person in others if person.pk not in set(known)]
        Mention.objects.bulk_create(
            Mention(message=self.message, person=person) for person in fresh
        )
        self._called = fresh

    def people_changed(self, by, left=()):
        self._forget_people()
        self.plan_reminders()
        self.tell_lists(by, left)

    def tell_lists(self, by, left=()):
        """Whoever has a list of the group open hears it, and in their own list who is involved."""
        super().tell_lists(by)
        streams = {person.stream_id: person.stream for person in [*self.involved(), *left]}
        record_in_each(list(streams.values()), Verb.UPDATE, actor=by, task=self.pk)
        called = [person.stream for person in vars(self).pop("_called", ())]
        record_in_each(
            called, Verb.CREATE, actor=by, mention=self.message_id, thread=self.message.thread_id
        )

    def plan_reminders(self):
        """One for each who is involved and has none, while there is a day to come."""
        people = {person.pk: person for person in self.involved()}
        if self.is_finished:
            people = {}
        self.reminders.exclude(person__in=people).delete()
        now = timezone.now()
        known = set(self.reminders.values_list("person", flat=True))
        for pk in sorted(people.keys() - known):
            if at := moment_before(self.due_on, people[pk], now):
                self._remind(people[pk], at)

    def snooze(self, person, days):
        """Remind this person, who is involved, again in so many days."""
        with transaction.atomic():
            self._remind(person, snoozed_until(days, person))

    def _remind(self, person, at):
        reminder, _made = self.reminders.update_or_create(person=person, defaults={"at": at})
        send_reminder.using(run_after=at).enqueue(reminder.pk, at.isoformat())

    def _forget_people(self):
        vars(self).get("_prefetched_objects_cache", {}).pop("assignments", None)

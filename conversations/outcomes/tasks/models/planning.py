"""Making a task and changing its plan: words, people, day, checklist, what comes first."""

from conversations.outcomes.tasks.checklist import merged
from conversations.outcomes.tasks.refusals import Circle

PLAIN = ("wanted", "due_on", "repeats", "every")


class Planning:
    """Of Task."""

    def plan(self, by, *, title, body, owner, people, checklist, depends_on, **plain):
        """All of it at once; `checklist` is [(words, whether it is done)], `plain` holds the
        fields of `PLAIN`. What matters to others is told. Raises `MayNot`, `Unapproved`,
        `CannotRead`, `Circle`."""
        with self.changing(by, "steer"):
            was = self._told()
            self.reword(by, title, body)
            if self.owner_id != owner.pk:
                self.require_readers([owner])
            self.owner = owner
            due_before = self.due_on
            for name in PLAIN:
                setattr(self, name, plain[name])
            self.checklist = merged(self.checklist, checklist, by)
            fresh, left = self.assign(people, by)
            self.call([*fresh, owner], by)
            self._come_after(depends_on, by)
            if self.due_on != due_before:
                self.repeats_from = self.due_on
                self.reminders.all().delete()
            self._tell_of(by, was, fresh, due_before)
            self.people_changed(by, left)

    def has_begun(self, by):
        """With the people and the tasks that `TaskManager.create` was given."""
        self.require_readers(self.involved())
        self.call(self.involved(), by)
        self.people_changed(by)

    def _told(self):
        items = [item["words"] for item in self.checklist]
        plan = [getattr(self, name) for name in PLAIN if name != "due_on"]
        return self.title, self.message.body, self.owner_id, items, plan

    def _tell_of(self, by, was, fresh, due_before):
        if fresh:
            self.tell(by, "assigned", names=", ".join(sorted(person.name for person in fresh)))
        if self.due_on != due_before:
            now = self.due_on and self.due_on.isoformat()
            self.tell(by, "due" if now else "no_day", now=now)
        if self._told() != was:
            self.tell(by, "changed")

    def _come_after(self, tasks, by):
        """These tasks come first, of those that `by` may read; others that did still do. Only
        tasks of one group wait for each other: under its lock no circle comes about."""
        readable = type(self).objects.visible_to(by).in_group(self.group)
        hidden = self.depends_on.exclude(pk__in=readable.order_by().values("pk"))
        chosen = readable.filter(pk__in=[task.pk for task in tasks]).values_list("pk", flat=True)
        wanted = {*chosen, *hidden.values_list("pk", flat=True)}
        if self.pk in all_before(type(self), wanted):
            raise Circle
        self.depends_on.set(wanted)


def all_before(model, keys):
    """These tasks, and all that come before them: a query for each step back."""
    after = model.depends_on.through.objects
    found, fresh = set(), set(keys)
    while fresh:
        found |= fresh
        before = after.filter(from_task__in=fresh).values_list("to_task", flat=True)
        fresh = set(before) - found
    return found

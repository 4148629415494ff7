"""Tasks as what someone hands over when they change jobs (`groups.duties`)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.outcomes.tasks.models import Task
from groups import access
from groups.models import Group, Person


@dataclass
class TasksIn:
    """All that someone does or owns in a group, as far as it is not finished."""

    group: Group
    of: Person
    tasks: list

    @property
    def title(self):
        return _("Tasks in %(group)s (%(count)s)") % {
            "group": self.group, "count": len(self.tasks),
        }  # fmt: skip

    @property
    def url(self):
        return reverse("group_tasks", args=[self.group.slug]) + f"?person={self.of.pk}"

    def hand_over(self, to, by):
        """Those that the successor may read. Raises `MayNot` when others stay."""
        readable = Task.objects.visible_to(to).filter(pk__in=[task.pk for task in self.tasks])
        keys = set(readable.values_list("pk", flat=True))
        for task in self.tasks:
            if task.pk in keys:
                task.hand_over(self.of, to, by)
        if len(keys) < len(self.tasks):
            raise access.MayNot("hand_over")


def duties(person):
    found = Task.objects.involving(person).unfinished().with_place()
    groups = {}
    for task in found.order_by("message__thread__group__name", "pk"):
        groups.setdefault(task.group, []).append(task)
    return [TasksIn(group, person, tasks) for group, tasks in groups.items()]

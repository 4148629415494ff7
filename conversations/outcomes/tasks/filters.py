"""Which tasks of a group a list shows."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.outcomes.tasks.models import Assignment, Status
from groups.models import Person


class TaskFilter(forms.Form):
    """`found()` gives those of `tasks` that fit; what makes no sense chooses nothing."""

    q = forms.CharField(label=_("Words in the title"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[
            ("", _("Not finished")), ("late", _("Late")), ("free", _("Nobody does it yet")),
            *Status.choices, ("all", _("All")),
        ],
    )  # fmt: skip
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, empty_label=_("Everyone")
    )

    def __init__(self, *args, tasks, **kwargs):
        super().__init__(*args, **kwargs)
        self.tasks = tasks
        doing = Assignment.objects.filter(task__in=tasks.order_by().values("pk"))
        people = Person.objects.filter(
            Q(pk__in=doing.values("person")) | Q(pk__in=tasks.order_by().values("owner"))
        )
        self.fields["person"].queryset = people.order_by("name")

    def found(self):
        self.full_clean()
        data = self.cleaned_data
        tasks = self._with_status(data.get("status") or "")
        if words := data.get("q"):
            tasks = tasks.filter(title__icontains=words)
        if person := data.get("person"):
            tasks = tasks.filter(Q(owner=person) | _does_it(person))
        return tasks

    def _with_status(self, status):
        if status == "all":
            return self.tasks
        if status in Status.values:
            return self.tasks.filter(status=status)
        tasks = self.tasks.unfinished()
        if status == "late":
            tasks = tasks.filter(due_on__lt=timezone.localdate())
        if status == "free":
            tasks = tasks.filter(~Exists(Assignment.objects.filter(task=OuterRef("pk"))))
        return tasks


def _does_it(person):
    return Exists(Assignment.objects.filter(task=OuterRef("pk"), person=person))

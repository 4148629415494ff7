"""The plan of a task: made with it, and changed afterwards."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.outcome_forms import OutcomeForm, sources
from conversations.outcomes.tasks import checklist
from conversations.outcomes.tasks.models import Task
from conversations.outcomes.tasks.repeating import Repeats
from groups import access
from groups.models import Person
from workspace.text import clean_line

PEOPLE_SHOWN = 60
MOST_PEOPLE = 50
TASKS_SHOWN = 60
# What most tasks do without.
MORE = ("others", "wanted", "owner", "repeats", "every", "depends_on")
MOST_TASKS = 30  # that one list becomes
FAR = timedelta(days=20 * 365)


class PlanForm(OutcomeForm):
    """What a task is, besides its words."""

    due_on = forms.DateField(
        label=_("To be done by"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who does it"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    others = forms.CharField(
        label=_("Others who do it"), required=False, max_length=1000,
        help_text=_("Their names with an @, as on their own page: @daan.kuipers."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    wanted = forms.IntegerField(
        label=_("How many people are wanted"), required=False, min_value=0, max_value=MOST_PEOPLE,
        help_text=_("As long as there are fewer, people can sign up by themselves."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who sees to it"), required=False, empty_label=None,
        help_text=_("Who keeps an eye on it, and may change the plan."),
    )  # fmt: skip
    checklist = forms.CharField(
        label=_("Checklist"), required=False, max_length=30_000, strip=False,
        help_text=_("Each line is something to tick off. What begins with [x] is done already."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    depends_on = forms.ModelMultipleChoiceField(
        Task.objects.none(), label=_("First finish"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("This task can be started when these are finished."),
    )  # fmt: skip
    repeats = forms.ChoiceField(
        label=_("Does it come again?"), required=False,
        choices=[("", _("No, it is done once")), *Repeats.choices],
    )  # fmt: skip
    every = forms.IntegerField(
        label=_("Again after how many"), required=False, min_value=1, max_value=99
    )

    use_required_attribute = False
    task = None  # when it is there already

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.readers = self._at_hand()
        known = self.task.involved() if self.task else [self.person]
        shown = list(self.readers.order_by("name")[: PEOPLE_SHOWN + 1])
        keys = {person.pk for person in [*known, *shown[:PEOPLE_SHOWN]]}
        choices = Person.objects.filter(pk__in=keys).select_related("stream").order_by("name")
        self.fields["people"].queryset = self.fields["owner"].queryset = choices
        if len(shown) <= PEOPLE_SHOWN:
            del self.fields["others"]
        self.fields["depends_on"].queryset = self._tasks_to_wait_for()
        if not self.fields["depends_on"].queryset:
            del self.fields["depends_on"]
        self.initial.setdefault("owner", self.person)
        self.fields["repeats"].choices = [
            ("", _("No, it is done once")),
            (Repeats.DAILY, _("Yes, after some days")),
            (Repeats.WEEKLY, _("Yes, after some weeks")),
            (Repeats.MONTHLY, _("Yes, after some months")),
        ]

    def _at_hand(self):
        """Who can be asked: those of the group who read along. A guest knows who took part."""
        readers = self.thread.readers().filter(memberships__group=self.thread.group)
        if access.role_of(self.person, self.thread) == "guest":
            here = self.thread.messages.order_by().values("author")
            return readers.filter(Q(pk__in=here) | Q(pk=self.person.pk))
        return readers

    def main(self):
        return [field for field in self.visible_fields() if field.name not in MORE]

    def more(self):
        return [self[name] for name in MORE if name in self.fields]

    def shows_more(self):
        """Whether there is something in it to look at."""
        touched = ("wanted", "repeats", "depends_on")
        return any(field.errors for field in self.more()) or any(
            self[name].value() for name in touched if name in self.fields
        )

    def _tasks_to_wait_for(self):
        """The latest unfinished ones of the group, and those that it waits for."""
        tasks = Task.objects.visible_to(self.person).in_group(self.thread.group)
        keys = set(tasks.unfinished().order_by("-pk").values_list("pk", flat=True)[:TASKS_SHOWN])
        if self.task:
            keys |= set(self.task.depends_on.values_list("pk", flat=True))
            keys.discard(self.task.pk)
        return tasks.filter(pk__in=keys).order_by("-pk")

    def clean_due_on(self):
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if day is None or (self.task and day == self.task.due_on):
            return day
        if day < today:
            raise forms.ValidationError(_("This day is past. Choose today, or a day to come."))
        if day > today + FAR:
            raise forms.ValidationError(_("That is more than twenty years from now. Is it right?"))
        return day

    def clean_others(self):
        """Those people."""
        typed = self.cleaned_data["others"].replace(",", " ").split()
        handles = {handle.lstrip("@").lower() for handle in typed}
        people = list(self.readers.filter(handle__in=handles).select_related("stream"))
        missing = handles - {person.handle for person in people}
        if missing:
            sentence = _("Nobody who reads this conversation is called so: %(names)s.")
            raise forms.ValidationError(sentence, params={"names": ", ".join(sorted(missing))})
        return people

    def clean_checklist(self):
        """[(words, whether it is done)]."""
        try:
            return checklist.lines_of(self.cleaned_data["checklist"])
        except checklist.Unfit as unfit:
            raise forms.ValidationError(in_words(unfit)) from unfit

    def clean(self):
        data = super().clean()
        data["wanted"] = data.get("wanted") or 0
        data["every"] = data.get("every") or 1
        data["owner"] = data.get("owner") or self.person
        people = {*(data.get("people") or ()), *(data.get("others") or ())}
        if len(people) > MOST_PEOPLE:
            sentence = _("At most %(count)s people do one task.") % {"count": MOST_PEOPLE}
            self.add_error("people", sentence)
        if data.get("repeats") and "due_on" in data and not data["due_on"]:
            self.add_error("due_on", _("What comes again needs a day."))
        return data | {"people": sorted(people, key=lambda person: person.name)}

    def planned(self):
        """What `Planning.plan` takes besides the words."""
        names = "due_on", "people", "wanted", "owner", "checklist", "repeats", "every"
        about = {name: self.cleaned_data[name] for name in names}
        return about | {"depends_on": list(self.cleaned_data.get("depends_on") or ())}


def in_words(unfit):
    if unfit.lines:
        about = {"most": checklist.MAX_ITEMS, "count": unfit.lines}
        return _("A checklist has at most %(most)s lines; this one has %(count)s.") % about
    about = {"most": checklist.MAX_WORDS, "line": unfit.line}
    return _("Line %(line)s is longer than %(most)s characters.") % about


class TaskForm(PlanForm):
    """A new task, or a task for each line of a list."""

    split = forms.ChoiceField(
        label=_("What becomes of the list?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("One task with a checklist")), ("split", _("A task for each line"))],
    )  # fmt: skip

    field_order = ["title", "body", "checklist", "split"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        body, lines = checklist.split_off(self.initial.get("body", ""))
        if lines:
            title = clean_line(body.partition("\n")[0].lstrip("#>*- "))[:150]
            self.initial |= {"title": title, "body": body, "checklist": lines}
        if title := self._title_of_source():
            self.initial["title"] = title
        if not lines and "split" not in self.data:
            del self.fields["split"]
        self.fields["title"].required = not self.data.get("split")

    def _title_of_source(self):
        """Of what carries a title itself: a decision."""
        source = self.initial.get("source")
        message = sources(self.thread).filter(pk=source).first() if source else None
        return message.outcome.title if message and message.outcome else ""

    def clean(self):
        data = super().clean()
        lines = data.get("checklist") or []
        if data.get("split") and not 0 < len(left_to_do(lines)) <= MOST_TASKS:
            sentence = _(
                "A task for each line: write 1 to %(count)s lines that are not ticked off."
            )
            self.add_error("checklist", sentence % {"count": MOST_TASKS})
        return data

    def grow(self):
        """The task, or the first of them."""
        about = self.common() | self.planned()
        lines = about.pop("checklist")
        if not self.cleaned_data.get("split"):
            items = checklist.merged([], lines, self.person)
            return Task.objects.grow(self.thread, self.person, checklist=items, **about)
        client_id = about.pop("client_id")
        with transaction.atomic():
            tasks = [
                Task.objects.grow(
                    self.thread, self.person, client_id=f"{client_id}-{number}",
                    **about | {"title": words[:150]},
                )
                for number, words in enumerate(left_to_do(lines), 1)
            ]  # fmt: skip
        return tasks[0]


def left_to_do(lines):
    return [words for words, done in lines if not done]


class EditForm(PlanForm):
    """A task that is there."""

    field_order = ["title", "body", "checklist"]

    def __init__(self, *args, task, person, **kwargs):
        self.task = task
        initial = {
            "title": task.title, "body": task.message.body, "due_on": task.due_on,
            "people": task.doers(), "wanted": task.wanted or None, "owner": task.owner,
            "checklist": checklist.written(task.checklist), "repeats": task.repeats,
            "every": task.every, "depends_on": task.depends_on.all(),
        }  # fmt: skip
        super().__init__(*args, thread=task.thread, person=person, initial=initial, **kwargs)

    def save(self):
        about = {name: self.cleaned_data[name] for name in ("title", "body")}
        self.task.plan(self.person, **about, **self.planned())

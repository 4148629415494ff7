"""`make("Rekken tellen")` is a task of Samira's in the conversation about mobility."""

import pytest
from django.utils import timezone

from conversations.outcomes.tasks.models import Task


@pytest.fixture
def today(monkeypatch):
    """This day, which does not end while the test runs: Django's clock stands still."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return timezone.localdate()


@pytest.fixture
def make(mobility, samira):
    counter = iter(range(10**6))

    def make(title="Rekken tellen", *, by=samira, thread=mobility, checklist=(), **about):
        items = [{"key": key, "words": words, "by": None} for key, words in enumerate(checklist, 1)]
        client_id = f"task-{next(counter)}"
        return Task.objects.grow(
            thread, by, title=title, client_id=client_id, checklist=items, **about
        )

    return make


@pytest.fixture
def plan():
    """`plan(task, by, due_on=…)` changes these things and leaves the rest as it was."""

    def plan(task, by, **changed):
        task = Task.objects.get(pk=task.pk)
        same = {
            "title": task.title, "body": task.message.body, "owner": task.owner,
            "people": task.doers(), "depends_on": list(task.depends_on.all()),
            "checklist": [(item["words"], bool(item["by"])) for item in task.checklist],
            "wanted": task.wanted, "due_on": task.due_on, "repeats": task.repeats,
            "every": task.every,
        }  # fmt: skip
        task.plan(by, **same | changed)
        return task

    return plan

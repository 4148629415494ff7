"""Tasks in the demo world. `grows task` takes in its table what a task has, with the names of its
`owner` and of the `people` who do it, and the lines of its `checklist`.

`signs_up`, `begins`, `finishes`, and `ticks` (`items`, counted from 1) follow.
"""

from django.utils import timezone

from conversations.outcomes.tasks.checklist import merged
from conversations.outcomes.tasks.models import Status, Task


def grow(stage, act, *, author, **common):
    about = dict(act.about)
    about["owner"] = stage.people[about["owner"]]
    about["people"] = [stage.people[key] for key in about.get("people", ())]
    about["due_on"] = timezone.localdate(about["due_on"])
    lines = [(words, False) for words in about.get("checklist", ())]
    about["checklist"] = merged([], lines, author)
    return Task.objects.grow(author=author, **common, **about)


def signs_up(stage, act, by, task):
    task.sign_up(by)


def begins(stage, act, by, task):
    task.move(by, Status.IN_PROGRESS)


def finishes(stage, act, by, task):
    task.move(by, Status.DONE)


def ticks(stage, act, by, task):
    for key in act.about["items"]:
        task.tick(by, key, done=True)


DEEDS = {deed.__name__: deed for deed in (signs_up, begins, finishes, ticks)}

"""Making one, its own page, and changing its plan."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from conversations.models import Unapproved
from conversations.outcomes.tasks.forms import EditForm, TaskForm
from conversations.outcomes.tasks.models import Status
from conversations.outcomes.tasks.refusals import Refused
from conversations.outcomes.tasks.snooze import DAYS
from conversations.outcomes.tasks.views.lookup import get_task
from conversations.views.outcomes import grow, in_words
from groups import access
from groups.views.lookup import public
from workspace.http import throttle

# What comes next first.
OFFERED = [Status.DONE, Status.IN_PROGRESS, Status.WAITING, Status.OPEN, Status.DROPPED]


@login_required
@require_http_methods(["GET", "POST"])
def new(request, pk):
    return grow(request, pk, TaskForm, "tasks/new.html")


@public
@require_http_methods(["GET"])
def task(request, pk):
    task, person = get_task(request, pk), request.user
    may_post = access.may(person, "post", task)
    may_steer = may_post and access.may(person, "steer", task)
    readable = type(task).objects.visible_to(person)
    people = [assignment.person_id for assignment in task.assignments.all()]
    takes_part = person.pk in [*people, task.owner_id]
    about = {
        "outcome": task,
        "task": task,
        "sources": task.sources_for(person),
        "may_post": may_post,
        "may_steer": may_steer,
        "does_it": person.pk in people,
        "first": readable.filter(dependents=task).soonest_first(),
        "dependents": readable.filter(depends_on=task).soonest_first(),
        "following": readable.filter(previous=task).first(),
        "previous": readable.filter(pk=task.previous_id).first(),
        "statuses": [
            status
            for status in OFFERED
            if status != task.status and (may_steer or status != Status.DROPPED)
        ],
        "snoozes": DAYS if takes_part and not task.is_finished else (),
        "reminder": task.reminders.filter(person=person.pk).first(),
    }
    return render(request, "tasks/task.html", about)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    task = get_task(request, pk)
    access.require(request.user, "steer", task)
    form = EditForm(request.POST or None, task=task, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "edit")
            form.save()
            return redirect(task)
        except (Refused, Unapproved, throttle.TooMany) as refusal:
            form.add_error(None, in_words(refusal))
    about = {"task": task, "thread": task.thread, "form": form}
    return render(request, "tasks/edit.html", about, status=422 if form.errors else 200)

"""Making one, and its own page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from conversations.outcomes.tasks.forms import TaskForm
from conversations.outcomes.tasks.models import Task
from conversations.views.outcomes import get_outcome, grow
from groups.views.lookup import public


@login_required
def new(request, pk):
    return grow(request, pk, TaskForm, "tasks/new.html")


@public
def task(request, pk):
    outcome = get_outcome(request, Task, pk)
    about = {"outcome": outcome, "sources": outcome.sources_for(request.user)}
    return render(request, "tasks/task.html", about)

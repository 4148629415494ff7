"""Someone's own tasks, across groups."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from conversations.outcomes.tasks.models import Task
from groups.subsites.facilities import facility


@login_required
@facility("tasks")
def tasks(request):
    return render(request, "tasks/mine.html", {"tasks": Task.objects.of(request.user)})

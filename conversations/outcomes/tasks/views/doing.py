"""What one does with a task in a click."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conversations.outcomes.tasks.models import Status, Task
from conversations.outcomes.tasks.snooze import DAYS, signed
from conversations.outcomes.tasks.views.lookup import did, get_task
from groups.models import Person
from workspace.http import throttle


@login_required
@require_POST
def status(request, pk):
    task, wanted = get_task(request, pk), request.POST.get("status")
    if wanted not in Status.values:
        return HttpResponseBadRequest("status")
    return did(request, task, partial(task.move, request.user, wanted))


@login_required
@require_POST
def people(request, pk):
    """Sign up, or step back."""
    task, verb = get_task(request, pk), request.POST.get("verb")
    if verb not in ("sign_up", "step_back"):
        return HttpResponseBadRequest("verb")
    return did(request, task, partial(getattr(task, verb), request.user))


@login_required
@require_POST
def tick(request, pk):
    task, key = get_task(request, pk), request.POST.get("item", "")
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return HttpResponseBadRequest("item")
    done = request.POST.get("done") == "1"
    return did(request, task, partial(task.tick, request.user, int(key), done=done))


@login_required
@require_POST
def snooze(request, pk):
    task = get_task(request, pk)
    if request.user not in task.involved():
        raise Http404
    days = _days(request)
    if days is None:
        return HttpResponseBadRequest("days")
    return did(request, task, partial(_remind, request, task, request.user, days))


def _remind(request, task, person, days):
    task.snooze(person, days)
    messages.success(request, _("We remind you again."))


def _days(request):
    return next((days for days in DAYS if request.POST.get("days") == str(days)), None)


@require_http_methods(["GET", "POST"])
def snooze_by_letter(request, token):
    """From the link in a reminder, without signing in: so nothing of the task is named here, and
    only a button does something, since mail programs open links by themselves."""
    named = signed(token)
    person = named and Person.objects.filter(pk=named[1]).first()
    task = person and Task.objects.involving(person).unfinished().filter(pk=named[0]).first()
    if not task:
        raise Http404
    days = _days(request) if request.method == "POST" else None
    if days:
        throttle.spend(request, "snooze")
        task.snooze(person, days)
    return render(request, "tasks/snooze.html", {"snoozes": DAYS, "done": bool(days)})

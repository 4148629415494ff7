"""What a URL names, and where a deed leads back to."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django_htmx.http import reswap, retarget

from conversations import fragments
from conversations.models import Message, Unapproved
from conversations.outcomes.tasks.models import Task
from conversations.outcomes.tasks.refusals import Refused
from conversations.views.outcomes import in_words
from groups import access
from groups.subsites.hosts import wear
from groups.views.lookup import get_group
from workspace.http import throttle
from workspace.http.paths import return_path


def get_task(request, pk):
    """If the person may see it: denied and absent are the same 404."""
    task = get_object_or_404(Task.objects.visible_to(request.user).for_lists(), pk=pk)
    wear(request, task.group.subsite)
    return task


def get_place(request, slug):
    """A group in which the person reads along, or is a guest, and where there are tasks."""
    group = get_group(request, slug)
    role = access.role_of(request.user, group)
    reads = role or access.groups_read_by(request.user).filter(pk=group.pk).exists()
    if not reads or (group.subsite and not group.subsite.has("tasks")):
        raise Http404
    group.may_post = access.suffices(role, "post", group)
    return group


def did(request, task, deed):
    """Do it, and lead back to where the button was; in a conversation the card comes anew."""
    try:
        throttle.spend(request, "task")
        deed()
    except (Refused, Unapproved) as refusal:
        messages.error(request, in_words(refusal))
        if is_part(request):
            return reswap(retarget(render(request, "flash.html"), "#main"), "afterbegin")
    else:
        if is_part(request):
            message = Message.objects.with_author().get(pk=task.message_id)
            return HttpResponse(fragments.articles([message], get_language())[0], status=201)
    return redirect(return_path(request, task.get_absolute_url()))


def is_part(request):
    """Whether only the card is wanted, in its conversation."""
    return request.htmx and not request.htmx.boosted

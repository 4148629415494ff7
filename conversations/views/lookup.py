"""What a URL names, if the person may see it: denied and absent are the same 404."""

from django.shortcuts import get_object_or_404

from conversations.models import Message, Thread
from groups import access
from groups.subsites.hosts import wear


def get_thread(request, pk):
    threads = Thread.objects.visible_to(request.user).for_reader(request.user).with_audience()
    thread = get_object_or_404(threads, pk=pk)
    wear(request, thread.group.subsite)
    return thread


def get_message(request, pk):
    """Someone's message that still stands: not a notice, not taken back or away."""
    messages = Message.objects.visible_to(request.user).standing().filter(notice__isnull=True)
    related = messages.select_related(
        "author", "thread__stream", "thread__group__stream", "thread__group__subsite"
    )
    message = get_object_or_404(related, pk=pk)
    wear(request, message.thread.group.subsite)
    return message


def get_own_message(request, pk):
    message = get_message(request, pk)
    access.require(request.user, "change", message)
    return message

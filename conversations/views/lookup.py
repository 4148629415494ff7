"""What a URL names, if the person may see it: denied and absent are the same 404."""

from django.shortcuts import get_object_or_404

from conversations.models import Message, Thread
from groups import access


def get_thread(request, pk):
    threads = Thread.objects.visible_to(request.user).for_reader(request.user)
    return get_object_or_404(threads, pk=pk)


def get_message(request, pk):
    """Someone's message that still stands: not a notice, not withdrawn."""
    messages = Message.objects.visible_to(request.user).filter(notice__isnull=True, withdrawal=None)
    related = messages.select_related("author", "thread__stream", "thread__group__stream")
    return get_object_or_404(related, pk=pk)


def get_own_message(request, pk):
    message = get_message(request, pk)
    access.require(request.user, "change", message)
    return message

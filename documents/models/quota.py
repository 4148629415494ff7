"""How much room the documents of a group take."""

from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db.models import Sum

from workspace.streams.models import locked


class OverQuota(Exception):
    """There is no room for this in the group: `left` bytes are free."""

    def __init__(self, left):
        super().__init__(left)
        self.left = max(0, left)


def used(group):
    """The bytes of all versions, and what was reserved for uploads that are under way. A version
    that restores another one shares its file."""
    versions = apps.get_model("documents.Version").objects.filter(
        document__message__thread__group=group, restores=None
    )
    uploads = apps.get_model("documents.Upload").objects.filter(thread__group=group)
    counts = (rows.aggregate(sum=Sum("size"))["sum"] or 0 for rows in (versions, uploads))
    return sum(counts)


@contextmanager
def room(group, size):
    """In the block the room is counted, and nobody else takes it. Raises `OverQuota`."""
    with locked(group.stream):
        left = settings.GROUP_QUOTA_BYTES - used(group)
        if size > left:
            raise OverQuota(left)
        yield

"""A file that is being sent in pieces (after tus 1.0, https://tus.io/protocols/resumable-upload):
what was received is kept, and sending goes on from there."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from documents import tasks
from documents.models.quota import room
from groups import access

KEPT = timedelta(days=1)
MAX_OPEN = 20
BLOCK = 64 * 1024


class WrongOffset(Exception):
    """The piece does not begin where the last one ended: at `offset`."""

    def __init__(self, offset):
        super().__init__(offset)
        self.offset = offset


class TooManyUploads(Exception):
    """Someone has `MAX_OPEN` uploads under way."""


class Upload(models.Model):
    """`offset` bytes of `size` are here. The file stands where that of the document will be, so
    that nothing has to be moved."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    thread = models.ForeignKey("conversations.Thread", models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    file = models.CharField(max_length=100)
    touched_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.name}: {self.offset} of {self.size}"

    @property
    def is_complete(self):
        return self.offset == self.size

    @classmethod
    def begin(cls, by, thread, name, size):
        """Reserve room for a file. The caller checked name and size. Raises `MayNot`, `OverQuota`,
        `TooManyUploads`."""
        access.require(by, "post", thread)
        with room(thread.group, size):
            if cls.objects.filter(person=by).count() >= MAX_OPEN:
                raise TooManyUploads
            upload = cls(person=by, thread=thread, name=name, size=size)
            upload.file = f"documents/{upload.pk.hex[:2]}/{upload.pk.hex}"
            upload.save()
            tasks.forget_upload.using(run_after=timezone.now() + KEPT).enqueue(str(upload.pk))
        return upload

    def receive(self, offset, source, length):
        """Add a piece: `length` bytes of a readable `source`. Raises `WrongOffset`, and ValueError
        for a piece that goes past the end. What was cut off on the way is kept as far as it came.
        """
        path = Path(default_storage.path(self.file))
        path.parent.mkdir(parents=True, exist_ok=True)
        with transaction.atomic():
            fresh = Upload.objects.select_for_update().get(pk=self.pk)
            if fresh.offset != offset:
                raise WrongOffset(fresh.offset)
            if offset + length > fresh.size:
                raise ValueError("more than was announced")
            with path.open("r+b" if path.exists() else "w+b") as file:
                path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
                file.seek(offset)
                while length and (block := source.read(min(BLOCK, length))):
                    file.write(block)
                    length -= len(block)
                self.offset = file.tell()
                file.truncate()
            self.touched_at = timezone.now()
            self.save(update_fields=["offset", "touched_at"])

    def discard(self):
        """It comes to nothing."""
        if Upload.objects.filter(pk=self.pk).delete()[0]:
            default_storage.delete(self.file)

"""A file that came with a message. Stored privately; served only through the access rule."""

import hashlib
from pathlib import PurePath
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from groups import access
from workspace.text import clean_line

SHOWN_IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
PROGRAM_NAMES = {
    ".bat", ".cmd", ".com", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi", ".ps1", ".scr",
    ".vbe", ".vbs", ".wsf",
}  # fmt: skip


def storage_path(attachment, filename):
    return f"attachments/{attachment.pk.hex[:2]}/{attachment.pk.hex}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Files of messages that stand. What a moderator hid, moderators see on its own page."""
        messages = apps.get_model("conversations.Message").objects.visible_to(person)
        return self.filter(message__in=messages.standing().order_by().values("pk"))

    def openable_by(self, person):
        """Also one's own in a message that waits; and for who keeps order, those that they decide
        about: of a message that waits, or that was hidden."""
        readable = models.Q(pk__in=self.visible_to(person).values("pk"))
        if not person.is_authenticated:
            return self.filter(readable)
        kept = access.groups_kept_by(person).values("pk")
        waiting = models.Q(held__in=apps.get_model("conversations.Held").objects.open())
        own = models.Q(held__author=person) | models.Q(held__thread__group__in=kept)
        hidden = models.Q(message__removal__kind="hidden", message__thread__group__in=kept)
        return self.filter(readable | waiting & own | hidden)


class Attachment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    message = models.ForeignKey(
        "conversations.Message", models.CASCADE, null=True, related_name="attachments"
    )
    # Of a message that waits for approval.
    held = models.ForeignKey(
        "conversations.Held", models.CASCADE, null=True, related_name="attachments"
    )
    name = models.CharField(max_length=150)
    file = models.FileField(upload_to=storage_path)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100, default="application/octet-stream")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    place = models.PositiveSmallIntegerField(default=0)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["place"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("attachment", args=[self.pk, self.name])

    @property
    def is_image(self):
        return self.content_type in SHOWN_IMAGES.values()

    @classmethod
    def keep(cls, uploads, *, programs=False):
        """Attachments, stored but not yet saved, of a list of uploaded files.

        Names are made harmless and different from each other; what a file is follows from its
        content. Raises ValidationError for an empty file or one that is too large, and for a
        program, unless `programs` are kept, too.
        """
        uploads = list(uploads)
        for upload in uploads:
            check(upload, programs=programs)
        kept, names = [], set()
        for place, upload in enumerate(uploads):
            name = other_name(clean_name(upload.name), names)
            names.add(name.lower())
            attachment = cls(name=name, size=upload.size, place=place)
            attachment.recognise(upload)
            attachment.file.save(name, upload, save=False)
            kept.append(attachment)
        return kept

    def recognise(self, upload):
        """Checksum and, for a picture that browsers show, type and size."""
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        self.sha256 = digest.hexdigest()
        upload.seek(0)
        try:
            with Image.open(upload, formats=list(SHOWN_IMAGES)) as image:
                self.content_type = SHOWN_IMAGES[image.format]
                self.width, self.height = image.size
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
            self.content_type = "application/octet-stream"
        upload.seek(0)

    def discard(self):
        """Remove the stored file of an attachment that came to nothing."""
        self.file.delete(save=False)


def check(upload, *, programs=False):
    """Raises ValidationError for what `Attachment.keep` does not take."""
    head = upload.read(8)
    upload.seek(0)
    about = {"name": clean_name(upload.name), "limit": filesizeformat(settings.MAX_UPLOAD_BYTES)}
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % about)
    if upload.size > settings.MAX_UPLOAD_BYTES:
        raise ValidationError(_("“%(name)s” is larger than %(limit)s.") % about)
    suffix = PurePath(about["name"]).suffix.lower()
    if not programs and (head.startswith(PROGRAMS) or suffix in PROGRAM_NAMES):
        raise ValidationError(_("“%(name)s” is a program. Programs are not accepted.") % about)


def clean_name(name):
    """The last part of a path, one line, at most 120 characters with the suffix kept."""
    path = PurePath(clean_line(name.replace("\\", "/")).rsplit("/", 1)[-1] or "file")
    return f"{path.stem[:100]}{path.suffix[:20]}"


def other_name(name, taken):
    """`plan.odt`, or `plan (2).odt` where that is taken."""
    path, number = PurePath(name), 1
    while name.lower() in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name

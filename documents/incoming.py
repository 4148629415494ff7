"""A file that is about to become a version: from a form, from an upload in pieces, or from a
message."""

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from conversations.models.attachment import PROGRAM_NAMES, PROGRAMS, clean_name
from documents.filetypes import recognise


@dataclass
class Incoming:
    """`file` is its name in the storage, where it stays."""

    name: str
    file: str
    size: int
    sha256: str
    content_type: str
    upload: object = None
    is_used: bool = False

    @classmethod
    def stored(cls, name, file, upload=None):
        """What stands in the storage already."""
        path = Path(default_storage.path(file))
        with path.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        return cls(name, file, path.stat().st_size, sha256, recognise(path), upload)

    @classmethod
    def of(cls, file):
        """Of an uploaded file, or a stored one of a message: a copy, written block by block."""
        key = uuid4().hex
        stored = default_storage.save(f"documents/{key[:2]}/{key}", file)
        return cls.stored(clean_name(file.name), stored)

    @classmethod
    def of_attachment(cls, attachment):
        with attachment.file.open("rb") as file:
            incoming = cls.of(file)
        incoming.name = attachment.name
        return incoming

    @classmethod
    def of_upload(cls, upload):
        return cls.stored(upload.name, upload.file, upload)

    def claim(self):
        """It becomes a version in this transaction. Raises `Unfit` for an upload that did so
        before."""
        from documents.models import Unfit

        if self.upload and not type(self.upload).objects.filter(pk=self.upload.pk).delete()[0]:
            raise Unfit
        self.is_used = True

    @contextmanager
    def kept_if_used(self):
        """What became nothing is thrown away; an upload waits for another try."""
        try:
            yield
        except BaseException:
            self.is_used = False
            raise
        finally:
            if not self.is_used and self.upload is None:
                default_storage.delete(self.file)

    def content(self):
        names = "name", "file", "size", "sha256", "content_type"
        return {name: getattr(self, name) for name in names}


def check(name, size, head=b""):
    """Raises ValidationError for what no document can be: an empty file, a program, a file that is
    too large. `head` is how it begins, as far as that is known."""
    about = {"name": clean_name(name), "limit": filesizeformat(settings.MAX_DOCUMENT_BYTES)}
    if not size:
        raise ValidationError(_("“%(name)s” is empty.") % about)
    if size > settings.MAX_DOCUMENT_BYTES:
        raise ValidationError(_("“%(name)s” is larger than %(limit)s.") % about)
    if head.startswith(PROGRAMS) or PurePath(about["name"]).suffix.lower() in PROGRAM_NAMES:
        raise ValidationError(_("“%(name)s” is a program. Programs are not accepted.") % about)

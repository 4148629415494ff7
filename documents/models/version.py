"""One content of a document that is a file. It never changes; what was found out about it is
written beside it."""

from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents import filetypes

PERSON = settings.AUTH_USER_MODEL
MAX_TEXT = 1_000_000


class Frozen(Exception):
    """A version's content, number and author never change."""


class VersionQuerySet(models.QuerySet):
    def openable(self):
        """Those that no scanner holds back."""
        return self.filter(scan__in=Version.Scan.open())


class Version(models.Model):
    """`file` is the name in the storage; a version that restores another one shares its file."""

    class Scan(models.TextChoices):
        NONE = "none", _("Not checked for viruses")
        WAITING = "waiting", _("Being checked for viruses")
        CLEAN = "clean", _("Checked for viruses")
        QUARANTINED = "quarantined", _("In quarantine")

        @classmethod
        def open(cls):
            return [cls.NONE, cls.CLEAN]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    client_id = models.CharField(max_length=64, null=True)
    restores = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150)
    file = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    scan = models.CharField(max_length=11, choices=Scan, default=Scan.NONE)
    finding = models.CharField(max_length=200, blank=True)
    # Found out later: its words, a picture of it (WebP), and the same as a PDF.
    text = models.TextField(blank=True)
    thumbnail = models.CharField(max_length=100, blank=True)
    rendition = models.CharField(max_length=100, blank=True)
    prepared_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    DERIVED = frozenset({"scan", "finding", "text", "thumbnail", "rendition", "prepared_at"})

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number"),
            models.UniqueConstraint(fields=["document", "client_id"], name="version_once"),
        ]

    def __str__(self):
        return f"{self.name}, version {self.number}"

    def save(self, *args, update_fields=None, **kwargs):
        """Raises `Frozen` for what may not change."""
        if not self._state.adding and not self.DERIVED.issuperset(update_fields or {"all"}):
            raise Frozen
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("version", args=[self.document_id, self.number])

    @property
    def can_be_opened(self):
        return self.scan in self.Scan.open()

    @property
    def is_quarantined(self):
        return self.scan == self.Scan.QUARANTINED

    @property
    def is_adopted(self):
        return hasattr(self, "adoption")

    @property
    def is_image(self):
        return self.content_type in filetypes.IMAGES

    @property
    def shown_as(self):
        """How a page shows it: "image", "pdf", "text", or "" for what can only be downloaded."""
        if self.is_image:
            return "image"
        if self.rendition or self.content_type == filetypes.PDF:
            return "pdf"
        return "text" if self.content_type == filetypes.TEXT else ""

    @property
    def kind_label(self):
        return filetypes.label(self.content_type)

    @property
    def icon(self):
        return filetypes.icon(self.content_type)

    def open(self):
        return default_storage.open(self.file, "rb")

    def content(self):
        """What a version that restores this one has in common with it."""
        names = {"name", "file", "size", "sha256", "content_type"} | self.DERIVED
        return {name: getattr(self, name) for name in names}

    def discard(self):
        """Remove its stored files. They may be those of a version that it restores, and gone."""
        for name in filter(None, (self.file, self.thumbnail, self.rendition)):
            default_storage.delete(name)


class Adoption(models.Model):
    """That a version was adopted, and by which decision: its card in the conversation."""

    version = models.OneToOneField(Version, models.CASCADE, related_name="adoption")
    decision = models.ForeignKey("conversations.Message", models.CASCADE, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"adopted: {self.version}"

"""What a text said at a moment that someone gave a name."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from documents.live import state
from documents.models.text import Text
from workspace.text import validate_line


class TextVersionManager(models.Manager):
    def keep(self, text, by, name):
        """The text as it is now, under a name; told in the conversation. Raises `MayNot`."""
        document = text.document
        with document.changing(by):
            doc, position = text.gathered()
            words = state.words_of(doc)
            version = self.create(text=text, by=by, name=name, words=words, position=position)
            document.tell(by, "text_version", version=version.pk, name=name)
        text.tell(by, about="versions")
        return version


class TextVersion(models.Model):
    """Never changes. To restore it is an edit as any other: nothing that was written is lost."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="versions")
    name = models.CharField(_("Name"), max_length=100, validators=[validate_line])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    position = models.PositiveBigIntegerField()
    words = models.TextField()
    kept_at = models.DateTimeField(auto_now_add=True)

    objects = TextVersionManager()

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self):
        return self.name

    @transaction.atomic
    def restore(self, by):
        """The text says again what it said then. Raises `MayNot`."""
        document = self.text.document
        with document.changing(by):
            self.text.rewrite(by, self.words)
            document.tell(by, "text_restored", version=self.pk, name=self.name)

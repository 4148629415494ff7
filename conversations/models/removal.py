"""Messages that a moderator took away."""

from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models.discipline import given
from workspace.streams.models import Verb

PERSON = settings.AUTH_USER_MODEL


class Removal(models.Model):
    """That a moderator took a message away: hidden (it can be put back) or redacted (its words and
    files are gone for good; its place stays)."""

    class Kind(models.TextChoices):
        HIDDEN = "hidden", _("Hidden")
        REDACTED = "redacted", _("Redacted")

    message = models.OneToOneField("conversations.Message", models.CASCADE, related_name="removal")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    grounds = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.kind}: message {self.message_id}"


class Removable:
    """Verbs of Message for who keeps order; the author hears what was done, and why. All raise
    `MayNot`, and ValueError without grounds."""

    @property
    def is_hidden(self):
        return hasattr(self, "removal") and self.removal.kind == Removal.Kind.HIDDEN

    def hide(self, by, grounds):
        """Readers see that a moderator hid it, and why. It can be put back."""
        with self._keeping_order(by):
            if not self.is_gone:
                self._take_away(Removal.Kind.HIDDEN, by, given(grounds))
                self._decided("hide", by, grounds)

    def redact(self, by, grounds):
        """The words, earlier versions and files are gone for good; its place stays."""
        with self._keeping_order(by):
            self._take_away(Removal.Kind.REDACTED, by, given(grounds), self._forget_words())
            self._decided("redact", by, grounds)
            transaction.on_commit(caches["fragments"].clear)

    def put_back(self, by, grounds=""):
        """A hidden message stands there again; one that is redacted cannot come back."""
        with self._keeping_order(by):
            if self.restore(by):
                self._decided("put_back", by, grounds)

    def restore(self, by):
        """Whether there was something to put back. The callers asked the rule."""
        with self._in_its_thread():
            if not self.is_hidden:
                return False
            self.removal.delete()
            self.refresh_from_db()
            self._changed(by)
            self._show_in_answers(by)
        return True

    @contextmanager
    def _keeping_order(self, by):
        with self._in_its_thread():
            access.require(by, "moderate", self)
            yield

    def _take_away(self, kind, by, grounds, fields=()):
        Removal.objects.update_or_create(
            message=self, defaults={"kind": kind, "by": by, "grounds": grounds}
        )
        self._changed(by, *fields, verb=Verb.DELETE)
        self._show_in_answers(by)

    def _forget_words(self):
        """The fields that were emptied. Stored files go when the transaction is committed."""
        for file in self.attachments.all():
            transaction.on_commit(file.discard)
        for about in (self.attachments, self.revisions, self.mentions):
            about.all().delete()
        for name in ("Pin", "Original"):
            apps.get_model("conversations", name).objects.filter(message=self).delete()
        apps.get_model("conversations.Delivery").objects.of_message(self).forget_words()
        if outcome := self.outcome:
            outcome.message = self
            outcome.forget()
        self.body, self.html, self.reactions = "", "", {}
        return ["body", "html", "reactions"]

    def _decided(self, action, by, grounds):
        self.thread.group.decide(
            action, self.author, by=by, grounds=grounds, thread=self.thread_id, message=self.pk
        )

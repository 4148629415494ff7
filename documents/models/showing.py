"""That a document is shown in another conversation than its own, too."""

from django.conf import settings
from django.db import models

from groups import access
from workspace.streams.models import locked


class Showing(models.Model):
    """Who reads `thread` reads the document."""

    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="showings")
    thread = models.ForeignKey("conversations.Thread", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "thread"], name="shown_once"),
        ]

    def __str__(self):
        return f"{self.document} in {self.thread}"


class Shown:
    """Verbs of Document. Both raise `MayNot` and `Unapproved`."""

    def show_in(self, by, thread):
        """From then on who reads this conversation reads the document."""
        with locked(thread.stream, self.thread.stream), self.changing(by, "steer"):
            access.require(by, "post", thread)
            is_elsewhere = thread.pk != self.message.thread_id
            if is_elsewhere and self._is_new_in(thread, by):
                about = {"outcome": self.kind, "pk": self.pk, "title": self.title}
                self.notices.add(thread.notice(by, "shown_here", **about))
                self.tell(by, "shown")

    def stop_showing(self, by, thread):
        """Its readers read it no more. Who keeps order there may do so, too."""
        if not access.may(by, "moderate", thread):
            access.require(by, "steer", self)
        with self.changing(None):
            if self.showings.filter(thread=thread).delete()[0]:
                self.tell(by, "shown_no_more")

    def showings_for(self, person):
        """Those in conversations that this person reads."""
        threads = type(self.thread).objects.visible_to(person).order_by().values("pk")
        return self.showings.filter(thread__in=threads).select_related("thread__group", "by")

    def _is_new_in(self, thread, by):
        return self.showings.get_or_create(thread=thread, defaults={"by": by})[1]

"""A conversation that only moderators read: hidden by one of them, or not yet approved."""

from django.utils import timezone

from groups.models.discipline import given
from workspace.streams.models import Verb, locked


class Withheld:
    """Verbs of Thread. Who started it hears what was done, and why."""

    def hide(self, by, grounds):
        """From the commit on only moderators read and hear it. Raises `MayNot`, and ValueError
        without grounds."""
        grounds = given(grounds)
        with self._moderated(by):
            if self.hidden_at is None:
                self._withhold(timezone.now())
                self._told(by, Verb.DELETE)
                self._decided("hide_thread", by, grounds)

    def put_back(self, by, grounds=""):
        """Readers find it again. What nobody approved yet cannot be put back."""
        with self._moderated(by):
            if self.restore(by):
                self._decided("show_thread", by, grounds)

    def restore(self, by):
        """Whether there was something to put back. The callers asked the rule."""
        with locked(self.stream):
            self.refresh_from_db(fields=["hidden_at"])
            if not (self.hidden_at and self.stream.entries):
                return False
            self.appear(by)
        return True

    def wait(self):
        """Hidden until its first message is approved."""
        self._withhold(timezone.now())

    def appear(self, by):
        """Under the thread's lock; the callers asked the rule."""
        self._withhold(None)
        self._told(by, Verb.CREATE)

    def _withhold(self, since):
        self.hidden_at = since
        self.save(update_fields=["hidden_at"])

    def _told(self, by, verb):
        with locked(self.group.stream):
            self.group.stream.record(verb, actor=by, thread=self.pk)

    def _decided(self, action, by, grounds):
        self.group.decide(action, self.author, by=by, grounds=grounds, thread=self.pk)

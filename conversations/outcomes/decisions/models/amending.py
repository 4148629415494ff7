"""What can change while people answer."""

from django.utils import timezone

from conversations.outcomes.decisions.models import checking
from conversations.outcomes.decisions.models.amendment import Amendment
from conversations.outcomes.decisions.models.choices import State
from conversations.outcomes.decisions.models.errors import NotNow
from conversations.outcomes.decisions.models.words import brief


class Amending:
    """Of Decision."""

    def reschedule(self, by, closes_at):
        """Another moment of closing, of what is open. Raises `MayNot`, `NotNow` and
        `ValidationError`."""
        with self.changing(by, "steer"):
            if self.state != State.OPEN:
                raise NotNow
            self._close_later(closes_at)
            self.tell(by, "rescheduled", closes_at=closes_at.isoformat())

    def withdraw_option(self, by, option):
        """Take an option back; what was said about it no longer counts. Two must stay. Raises
        `MayNot`, `NotNow`."""
        with self.changing(by, "steer"):
            standing = {o.pk for o in self.options.filter(withdrawn_at=None)}
            if (
                self.state not in (State.DRAFT, State.OPEN)
                or option.pk not in standing
                or len(standing) < 3
            ):
                raise NotNow
            self.options.filter(pk=option.pk).update(withdrawn_at=timezone.now())
            self._recount()
            self.tell(by, "option_withdrawn", label=str(option))

    def amend(self, by, title, body, why="", closes_at=None):
        """Other words while people answer: they become a version, what it said before stays
        readable, and everyone is asked again. Raises `MayNot`, `NotNow`, `ValidationError`."""
        with self.changing(by, "steer"):
            if self.state != State.OPEN or not self.is_amendable:
                raise NotNow
            if closes_at is not None:
                self._close_later(closes_at)
            Amendment.objects.create(
                decision=self, version=self.version, title=self.title, by=by, why=brief(why),
                body=self.message.body, html=self.message.html,
            )  # fmt: skip
            self.reword(by, title, body)
            self.version += 1
            self.voters.update(has_answered=False)
            self._recount()
            self.tell(by, "amended", version=self.version, why=brief(why))

    def _close_later(self, closes_at):
        checking.check_times(None, closes_at)
        self.closes_at = closes_at
        self.keep_time()

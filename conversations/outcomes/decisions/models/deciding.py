"""Closing, counting, and what follows from it."""

from contextlib import contextmanager

from django.utils import timezone

from conversations.outcomes.decisions import counting, tasks
from conversations.outcomes.decisions.models.choices import Method, State
from conversations.outcomes.decisions.models.errors import Forged, NotNow, Unanswered
from conversations.outcomes.decisions.models.words import brief, long
from workspace.streams.models import locked

UNDECIDED = {State.DRAFT, State.OPEN, State.CLOSED}


class Deciding:
    """Of Decision."""

    @contextmanager
    def changing(self, by, verb="post", **data):
        """As of every outcome; first what the clock says, so that nobody comes in between. Also
        raises `NotNow`."""
        if by is not None:
            self.settle()
        with super().changing(by, verb, **data):
            if by is not None and self._is_due(timezone.now()):
                raise NotNow
            yield

    def settle(self):
        """Do what the clock says: open what is to open, count what is past its closing time. Asks
        the database nothing when nothing is due."""
        while self._is_due(timezone.now()):
            with self._deciding(None):
                self._settle_step(timezone.now())
            self.tell_lists(None)

    def close(self, by):
        """Count now. Raises `MayNot`, `NotNow`."""
        with self._deciding(by):
            if self.state != State.OPEN:
                raise NotNow
            self._close(by)
        self.tell_lists(by)

    def withdraw(self, by, why=""):
        """Take a proposal back before it is decided. Raises `MayNot`, `NotNow`."""
        with self.changing(by, "steer"):
            if self.state not in UNDECIDED:
                raise NotNow
            self.state, self.closed_at = State.WITHDRAWN, timezone.now()
            self.tell(by, "withdrawn", why=brief(why))
        self.tell_lists(by)

    def decide(self, by, adopted, option=None, statement=""):
        """What the count left to a person: after advice, or when there is a tie. Each advice has
        a reply first; of a tie, `option` is one of those. Raises `MayNot`, `NotNow`,
        `Unanswered`, `Forged`."""
        self.settle()
        with self._deciding(by):
            advised_enough = self.method == Method.ADVICE and self.state == State.OPEN
            if not advised_enough and self.state != State.CLOSED:
                raise NotNow
            if self.method == Method.ADVICE and self._unanswered_advice().exists():
                raise Unanswered
            if self.state == State.OPEN:
                self._count()
            if adopted and self.result["tied"] and option is None:
                raise Forged
            if option is not None and option.pk not in self._tied():
                raise Forged
            self.statement = long(statement) or self.statement
            self.decided_on = timezone.localdate()
            self.state = State.ADOPTED if adopted else State.REJECTED
            self.chosen = option if adopted else None
            self.tell(by, f"decided_{self.state}", chosen=str(option or ""))
            self._announce(by)
        self.tell_lists(by)

    def state_outcome(self, by, statement, carriers=None, effective_from=None, review_on=None):
        """In plain words what was decided, who carries it out, and when to look again. Raises
        `MayNot`, `NotNow`."""
        with self.changing(by, "steer"):
            if self.state not in (State.ADOPTED, State.REJECTED):
                raise NotNow
            self.statement = long(statement)
            self.effective_from, self.review_on = effective_from, review_on
            if carriers is not None:
                self.carriers.set(carriers)
            self.review_later()
            self.tell(by, "stated")
        self.tell_lists(by)

    def take_effect(self, by):
        """It is adopted: what it replaces is that from now on. Under the locks."""
        self.review_later()
        if self.replaces and self.replaces.state == State.ADOPTED:
            with self.replaces.changing(None):
                self.replaces.state = State.REPLACED
                self.replaces.tell(by, "replaced", by_pk=self.pk, itself=by is None)
            # In the same thread that moved the log on, which this side must know.
            with locked(self.thread.stream):
                pass

    @contextmanager
    def _deciding(self, by):
        """As `changing`, also under the lock of what it would replace: both at once, so in the
        order of `locked`."""
        others = [self.replaces.thread.stream] if self.replaces_id else []
        with locked(self.thread.stream, *others), self.changing(by, "steer"):
            yield

    def _is_due(self, now):
        if self.state == State.DRAFT:
            return self.opens_at is not None and self.opens_at <= now
        return self.state == State.OPEN and self._is_past(now)

    def _settle_step(self, now):
        """Under the lock, so asked again."""
        if not self._is_due(now):
            return
        if self.state == State.OPEN:
            self._close(None)
        else:
            self._open()
            self.tell(None, "opened", itself=True)

    def _close(self, by):
        self._count()
        self.state = State(self.result["outcome"])
        winner = self.result["winner"]
        self.chosen = self.options.filter(number=winner).first() if winner else None
        self.tell(
            by, self.state, itself=by is None, answered=self.answered, asked=self.asked,
            chosen=str(self.chosen or ""),
        )  # fmt: skip
        self._announce(by)

    def _count(self):
        self.result = counting.count(self.rules, self.answers())
        self.tally = self.result["tally"]
        self.closed_at = timezone.now()

    def _announce(self, by):
        if self.state == State.ADOPTED:
            self.decided_on = self.decided_on or timezone.localdate()
            self.take_effect(by)
        letters = "waiting" if self.state == State.CLOSED else "result"
        tasks.send_letters.enqueue(self.pk, letters)

    def _tied(self):
        """The keys of the options between which the count could not choose."""
        tied = self.options.filter(number__in=self.result["tied"])
        return set(tied.values_list("pk", flat=True))

    def _unanswered_advice(self):
        return self.ballots.filter(version=self.version, reply="")

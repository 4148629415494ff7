"""Setting out what is asked of whom, and opening it."""

from django.utils import timezone

from conversations.outcomes.decisions import tasks
from conversations.outcomes.decisions.models import checking
from conversations.outcomes.decisions.models.choices import Method, State
from conversations.outcomes.decisions.models.errors import NotNow
from conversations.outcomes.decisions.models.option import Option


class Opening:
    """Of Decision."""

    def set_out(self, options, people, carriers):
        """The options (not yet saved), and the people who are named. Under the lock."""
        for option in options:
            option.decision = self
        Option.objects.bulk_create(options)
        self.named.set(people)
        self.carriers.set(carriers)

    def record(self, by):
        """What was decided elsewhere is in force at once; who was there can say how they stand."""
        self._ask_people()
        self.closed_at = timezone.now()
        self.save()
        self.take_effect(by)

    def begin(self, by):
        """Open at once, or wait for the moment. The card is still unseen: no event."""
        if self.opens_at is None or self.opens_at <= timezone.now():
            self._open()
        else:
            tasks.settle.using(run_after=self.opens_at).enqueue(self.pk)
        self.save()

    def revise(self, by, *, title, body="", options=None, people=None, **fields):
        """Other words and settings, as long as it is a draft; it stays a proposal. Raises
        `MayNot`, `NotNow`, and `ValidationError` by field."""
        with self.changing(by, "steer"):
            if self.state != State.DRAFT or fields.get("method") == Method.RECORDED:
                raise NotNow
            for name in fields.keys() & checking.FIELDS:
                setattr(self, name, fields[name])
            fresh = None if options is None else checking.options_of(self, options)
            named = list(self.named.all()) if people is None else people
            checking.check(self, list(self.options.all()) if fresh is None else fresh, named)
            checking.check_audience(self, named, self.thread)
            self.reword(by, title, body)
            self.named.set(named)
            if fresh is not None:
                self.options.all().delete()
                self.set_out(fresh, named, self.carriers.all())
            if self.opens_at:
                tasks.settle.using(run_after=self.opens_at).enqueue(self.pk)

    def open(self, by):
        """A draft is asked from now on. Raises `MayNot`, `NotNow`."""
        with self.changing(by, "steer"):
            if self.state != State.DRAFT or self._is_past(timezone.now()):
                raise NotNow
            self.opens_at = timezone.now()
            self._open()
            self.tell(by, "opened")
        self.tell_lists(by)

    def _open(self):
        self.state = State.OPEN
        self._ask_people()
        if self.closes_at:
            self.keep_time()

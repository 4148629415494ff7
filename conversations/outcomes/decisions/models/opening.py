"""Setting out what is asked of whom, and opening it."""

from django.utils import timezone

from conversations.models.gate import reason_to_wait
from conversations.outcomes.decisions import tasks
from conversations.outcomes.decisions.models import checking
from conversations.outcomes.decisions.models.amendment import Amendment
from conversations.outcomes.decisions.models.ballot import Voter
from conversations.outcomes.decisions.models.choices import Audience, State
from conversations.outcomes.decisions.models.errors import NotNow
from conversations.outcomes.decisions.models.option import Option
from groups import access


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
        """Other words and settings, as long as it is a draft. Raises `MayNot`, `NotNow`, and
        `ValidationError` by field."""
        with self.changing(by, "steer"):
            if self.state != State.DRAFT or self.is_open:
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

    def reschedule(self, by, closes_at):
        """Another moment of closing, of what is open. Raises `MayNot`, `NotNow` and
        `ValidationError`."""
        with self.changing(by, "steer"):
            if not self.is_open or self.state != State.OPEN:
                raise NotNow
            self._close_later(closes_at)
            self.tell(by, "rescheduled", closes_at=closes_at.isoformat())

    def withdraw_option(self, by, option):
        """Take an option back; what was said about it no longer counts. Two must stay. Raises
        `MayNot`, `NotNow`."""
        with self.changing(by, "steer"):
            standing = {o.pk for o in self.options.filter(withdrawn_at=None)}
            if self.state not in (State.DRAFT, State.OPEN) or self._is_past(timezone.now()):
                raise NotNow
            if option.pk not in standing or len(standing) < 3:
                raise NotNow
            self.options.filter(pk=option.pk).update(withdrawn_at=timezone.now())
            self._recount()
            self.tell(by, "option_withdrawn", label=str(option))

    def amend(self, by, title, body, why="", closes_at=None):
        """Other words while people answer: they become a version, what it said before stays
        readable, and everyone is asked again. Raises `MayNot`, `NotNow`, `ValidationError`."""
        self.settle()
        with self.changing(by, "steer"):
            if self.state != State.OPEN or not self.is_amendable:
                raise NotNow
            if closes_at is not None:
                self._close_later(closes_at)
            Amendment.objects.create(
                decision=self, version=self.version, title=self.title, by=by, why=why,
                body=self.message.body, html=self.message.html,
            )  # fmt: skip
            self.reword(by, title, body)
            self.version += 1
            self.voters.update(has_answered=False)
            self._recount()
            self.tell(by, "amended", version=self.version, why=why)

    def _close_later(self, closes_at):
        checking.check_times(None, closes_at)
        self.closes_at = closes_at
        self.keep_time()

    def _open(self):
        self.state = State.OPEN
        self._ask_people()
        if self.closes_at:
            self.keep_time()

    def _ask_people(self):
        """The electorate, as it is now; who comes later was not asked."""
        Voter.objects.bulk_create(
            Voter(decision=self, person_id=pk) for pk in sorted(self._those_to_ask())
        )
        self.asked = self.voters.count()

    def _those_to_ask(self):
        """Keys of the people who can answer now. Whose messages wait for a moderator cannot, so
        they do not count in the quorum either."""
        group = self.group
        members = group.memberships.in_force().filter(person__is_active=True)
        if self.audience == Audience.NAMED:
            members = members.filter(person__in=self.named.all())
        elif not self.guests:
            members = members.full()
        seats = members.select_related("person").only("person", "role", "trusted_at")
        waits = group.approves_newcomers, group.approves_guests
        people = [
            seat.person for seat in seats if not reason_to_wait(*waits, seat.role, seat.trusted_at)
        ]
        return {person.pk for person in access.those_who_may(people, "post", self)}

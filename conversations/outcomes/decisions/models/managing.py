"""Making decisions, and finding them."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from conversations.models import OutcomeManager, OutcomeQuerySet
from conversations.outcomes.decisions.models import checking
from conversations.outcomes.decisions.models.ballot import Voter
from conversations.outcomes.decisions.models.choices import Method, State
from conversations.outcomes.decisions.models.option import Option
from groups import access
from workspace.streams.models import locked


class DecisionQuerySet(OutcomeQuerySet):
    def for_cards(self):
        """One query: the decisions, and their options."""
        return self.annotate(options_shown=Option.objects.shown())

    def in_group(self, group):
        return self.filter(message__thread__group=group)

    def with_state(self, state):
        """Those in a state as the clock has it: what is past its closing time is closed, also
        before the worker comes by."""
        now = timezone.now()
        past, due = Q(closes_at__lte=now), Q(state=State.DRAFT, opens_at__lte=now)
        if state == State.OPEN:
            return self.filter(Q(state=State.OPEN) | due).exclude(past)
        if state == State.CLOSED:
            return self.filter(Q(state=State.CLOSED) | Q(Q(state=State.OPEN) | due, past))
        if state == State.DRAFT:
            return self.filter(state=State.DRAFT).exclude(due)
        return self.filter(state=state)

    def awaiting(self, person):
        """Those that ask this person for an answer now: their own, or that of someone who gave
        them their vote."""
        votes = Voter.objects.filter(Q(person=person, proxy=None) | Q(proxy=person))
        waiting = votes.filter(decision=OuterRef("pk"), has_answered=False)
        return self.visible_to(person).with_state(State.OPEN).filter(Exists(waiting))

    def replaceable_by(self, person, group):
        """Those in force in a group that this person may say are replaced."""
        found = self.visible_to(person).in_group(group).filter(state=State.ADOPTED)
        if access.may(person, "moderate", group):
            return found
        return found.filter(message__author=person)


class DecisionManager(OutcomeManager.from_queryset(DecisionQuerySet)):
    def grow(
        self, thread, author, *, draft=False, options=(), people=(), carriers=(), replaces=None,
        **more,
    ):  # fmt: skip
        """As `OutcomeManager.grow`. `options` are dicts with `label` and `meaning`, or with
        `starts_at` and `ends_at`; `people` are asked where the audience is named. What was
        decided before is adopted at once; the rest opens now, at `opens_at`, or when a `draft` is
        opened.

        Raises `ValidationError` by field, and as `OutcomeManager.grow`.
        """
        about = {key: value for key, value in more.items() if key in checking.FIELDS}
        decision = self.model(replaces=replaces, **about)
        options = checking.options_of(decision, options)
        checking.check(decision, options, people)
        more |= {name: getattr(decision, name) for name in checking.FIELDS}
        recorded = decision.method == Method.RECORDED
        more["state"] = State.ADOPTED if recorded else State.DRAFT
        places = [thread.stream, *([replaces.thread.stream] if replaces else [])]
        with locked(*places):
            known = self.filter(message__author=author, message__client_id=more["client_id"])
            if (found := known.first()) is not None:
                return found
            checking.check_audience(decision, people, thread)
            if replaces:
                access.require(author, "steer", replaces)
            decision = super().grow(thread, author, replaces=replaces, **more)
            decision.set_out(options, people, carriers)
            if recorded:
                decision.record(author)
            elif not draft:
                decision.begin(author)
            decision.tell_lists(author)
        return decision

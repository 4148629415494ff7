"""Answering what is asked, for oneself or for who gave their vote."""

import json
from contextlib import contextmanager

from django.utils import timezone

from conversations.models.gate import Gate
from conversations.outcomes.decisions import counting
from conversations.outcomes.decisions.models.ballot import Ballot
from conversations.outcomes.decisions.models.choices import (
    OBJECTIONS,
    Meaning,
    Method,
    Reasons,
    State,
)
from conversations.outcomes.decisions.models.errors import (
    Final,
    Forged,
    NotAsked,
    NotNow,
    NotOpen,
    NotYours,
    ReasonNeeded,
    Represented,
)
from groups import access
from workspace.text import clean_text

# These ask for a reason whatever the setting says: the method is about them.
ALWAYS_REASONED = {"reservation", "object", "block", "positive", "changes", "negative"}
MAX_REASON = 5000


class Answering:
    """Of Decision."""

    def cast(self, by, answer, reason="", on_behalf_of=None):
        """Answer, for oneself or for who gave `by` their vote; the same answer again changes
        nothing, another one replaces it where that is allowed. `answer` is as
        `counting.answers.read` takes it.

        Raises `MayNot`, `NotOpen`, `NotAsked`, `Forged`, `ReasonNeeded`, `Final` where an answer
        cannot be changed, `Represented` for who gave their vote away, and `NotYours`.
        """
        self.settle()
        person = on_behalf_of or by
        with self._voting(by):
            self._require_open()
            voter = self._voter_for(by, person)
            answer, reason = self._read(answer), clean_text(reason)[:MAX_REASON]
            self._require_reason(answer, reason)
            if self.is_secret:
                self._put_in_urn(voter, answer)
            else:
                self._keep(voter, answer, reason, by)

    def reply(self, by, ballot, text):
        """Say what is done with an objection, a reservation or an advice. Raises `MayNot`,
        `NotNow`."""
        with self.changing(by, "steer"):
            ballot = self.ballots.filter(pk=ballot.pk).first()
            if ballot is None or self.state in (State.WITHDRAWN, State.REPLACED):
                raise NotNow
            ballot.reply, ballot.replied_by = clean_text(text)[:MAX_REASON], by
            ballot.replied_at = timezone.now()
            ballot.save(update_fields=["reply", "replied_by", "replied_at"])
            self.tell(by, "replied")

    @property
    def rules(self):
        """What it is counted by. Of an electorate that is made at its opening."""
        return counting.Rules(
            method=self.method,
            choices=tuple(
                counting.Choice(o.number, o.meaning, o.is_withdrawn) for o in self.options.all()
            ),
            asked=self.asked, quorum=self.quorum, threshold=self.threshold, basis=self.basis,
            max_choices=self.max_choices, max_score=self.max_score,
        )  # fmt: skip

    def answers(self):
        """Those to the words as they are now."""
        if self.is_secret:
            return self.urn
        kept = self.ballots.filter(version=self.version)
        return list(kept.order_by("pk").values_list("answer", flat=True))

    @contextmanager
    def _voting(self, by):
        """As `changing`; of a secret vote the event does not say whose it was."""
        if not self.is_secret:
            with self.changing(by):
                yield
            return
        with self.changing(None):
            access.require(by, "post", self)
            Gate.require_approved(self.thread, by)
            yield

    def _require_open(self):
        takes = self.method == Method.RECORDED and self.state == State.ADOPTED
        if self.message.is_gone or not (takes or (self.state == State.OPEN and self.is_open)):
            raise NotOpen

    def _voter_for(self, by, person):
        voter = self.voters.filter(person=person).first()
        if voter is None:
            raise NotAsked
        if by == person and voter.proxy_id is not None:
            raise Represented
        if by != person and voter.proxy_id != by.pk:
            raise NotYours
        if by != person and not access.may(person, "post", self):
            raise NotYours  # they left, and their vote with them
        return voter

    def _read(self, answer):
        try:
            return counting.read(self.rules, answer)
        except ValueError as error:
            raise Forged from error

    def _require_reason(self, answer, reason):
        stand = answer.get("stand")
        against = {o.number for o in self.options.all() if o.meaning == Meaning.AGAINST}
        objects = stand in OBJECTIONS or against & set(answer.get("options", ()))
        asked = {Reasons.NEVER: False, Reasons.OBJECTION: objects, Reasons.ALWAYS: True}
        if not reason and (stand in ALWAYS_REASONED or asked[self.reasons]):
            raise ReasonNeeded

    def _keep(self, voter, answer, reason, by):
        known = self.ballots.filter(person=voter.person_id, version=self.version).first()
        said = {
            "answer": answer, "reason": reason, "cast_by": None if by == voter.person else by,
            "cast_at": timezone.now(),
        }  # fmt: skip
        if known is None:
            Ballot.objects.create(decision=self, person=voter.person, version=self.version, **said)
            self._has_answered(voter)
        elif (known.answer, known.reason) == (answer, reason):
            return
        elif not self.may_change:
            raise Final
        else:
            self.ballots.filter(pk=known.pk).update(**said)
        was = known and counting.without_withdrawn(self.rules, known.answer)
        self.tally = counting.replaced(self.tally, was, answer)

    def _put_in_urn(self, voter, answer):
        """Among the others in the order of what they say: neither a moment nor a place tells
        whose it is. So it can be put in only once."""
        if voter.has_answered:
            raise Final
        self.urn = sorted([*self.urn, answer], key=lambda said: json.dumps(said, sort_keys=True))
        self._has_answered(voter)

    def _has_answered(self, voter):
        voter.has_answered = True
        voter.save(update_fields=["has_answered"])
        self.answered += 1

    def _recount(self):
        """The tally and the number of answers as the ballots have them."""
        self.answered = self.voters.filter(has_answered=True).count()
        self.tally = {} if self.is_secret else counting.tally(self.rules, self.answers())

"""Answering what is asked, for oneself or for who gave their vote."""

from contextlib import contextmanager

from django.db.models import prefetch_related_objects
from django.utils import timezone

from conversations.models.gate import Gate
from conversations.outcomes.decisions import counting
from conversations.outcomes.decisions.models.choices import (
    OBJECTIONS,
    Meaning,
    Method,
    Reasons,
    State,
)
from conversations.outcomes.decisions.models.errors import (
    Amended,
    Forged,
    NotAsked,
    NotNow,
    NotOpen,
    NotYours,
    ReasonNeeded,
    Represented,
)
from conversations.outcomes.decisions.models.words import long
from groups import access

# These ask for a reason whatever the setting says: the method is about them.
ALWAYS_REASONED = {"reservation", "object", "block", "positive", "changes", "negative"}


class Answering:
    """Of Decision."""

    def cast(self, by, answer, reason="", on_behalf_of=None, version=None):
        """Answer, for oneself or for who gave `by` their vote; the same answer again changes
        nothing, another one replaces it where that is allowed. `answer` is as
        `counting.answers.read` takes it; `version` is that of the words that were read. Returns
        the voter, and the ballot as it is kept: of a secret vote None.

        Raises `MayNot`, `NotOpen`, `NotAsked`, `Forged`, `ReasonNeeded`, `Final` where an answer
        cannot be changed, `Represented` for who gave their vote away, `NotYours`, `TooLong`, and
        `Amended` for an answer to an earlier version.
        """
        self.settle()
        person = on_behalf_of or by
        with self._voting(by):
            self._require_open()
            if version not in (None, self.version):
                raise Amended
            voter = self._voter_for(by, person)
            prefetch_related_objects([self], "options")
            rules, reason = self.rules, long(reason)
            answer = _read(rules, answer)
            self._require_reason(rules, answer, reason)
            if self.is_secret:
                return voter, self._put_in_urn(voter, answer)
            return voter, self._keep(rules, voter, answer, reason, by)

    def reply(self, by, ballot, text):
        """Say what is done with an objection, a reservation or an advice. Raises `MayNot`,
        `NotNow`."""
        with self.changing(by, "steer"):
            ballot = self.ballots.filter(pk=ballot.pk).first()
            if ballot is None or self.state in (State.WITHDRAWN, State.REPLACED):
                raise NotNow
            ballot.reply, ballot.replied_by = long(text), by
            ballot.replied_at = timezone.now()
            ballot.save(update_fields=["reply", "replied_by", "replied_at"])
            self.tell(by, "replied")

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

    def _require_reason(self, rules, answer, reason):
        stand, against = answer.get("stand"), set(rules.meaning(Meaning.AGAINST))
        objects = stand in OBJECTIONS or against & set(answer.get("options", ()))
        asked = {Reasons.NEVER: False, Reasons.OBJECTION: objects, Reasons.ALWAYS: True}
        if not reason and (stand in ALWAYS_REASONED or asked[self.reasons]):
            raise ReasonNeeded


def _read(rules, answer):
    try:
        return counting.read(rules, answer)
    except ValueError as error:
        raise Forged from error

"""How answers are kept: a ballot each, or together in an urn; and what they add up to."""

import json

from django.utils import timezone

from conversations.outcomes.decisions import counting
from conversations.outcomes.decisions.models.ballot import Ballot
from conversations.outcomes.decisions.models.errors import Final


class Keeping:
    """Of Decision."""

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

    def _keep(self, rules, voter, answer, reason, by):
        """The ballot as it is now. Who has not answered these words has none to look for."""
        said = {
            "answer": answer, "reason": reason, "cast_by": None if by.pk == voter.person_id else by,
            "cast_at": timezone.now(),
        }  # fmt: skip
        mine = {"decision": self, "person_id": voter.person_id, "version": self.version}
        known = Ballot.objects.get(**mine) if voter.has_answered else None
        was = known and counting.without_withdrawn(rules, known.answer)
        if known is None:
            known = Ballot.objects.create(**mine, **said)
            self._has_answered(voter)
        elif (known.answer, known.reason) == (answer, reason):
            return known
        elif not self.may_change:
            raise Final
        else:
            for name, value in said.items():
                setattr(known, name, value)
            known.save(update_fields=list(said))
        self.tally = counting.replaced(self.tally, was, answer)
        return known

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

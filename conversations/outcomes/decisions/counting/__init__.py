"""Counting: pure functions from rules and answers to a result that a reader can redo."""

from conversations.outcomes.decisions.counting.answers import read
from conversations.outcomes.decisions.counting.choosing import dates, score, vote
from conversations.outcomes.decisions.counting.ranked import ranked
from conversations.outcomes.decisions.counting.rules import Choice, Rules
from conversations.outcomes.decisions.counting.stands import advice, consensus, consent
from conversations.outcomes.decisions.counting.tally import replaced, tally, without_withdrawn

__all__ = ["Choice", "Rules", "count", "read", "replaced", "tally", "without_withdrawn"]

METHODS = {
    "advice": advice, "consent": consent, "consensus": consensus, "vote": vote, "ranked": ranked,
    "score": score, "dates": dates,
}  # fmt: skip
NEED_NO_ANSWER = {"advice", "consent"}


def count(rules, answers):
    """The result as JSON: `outcome` (adopted, rejected, expired, or closed when a person must
    decide), `because`, and all numbers that it follows from."""
    answers = [without_withdrawn(rules, answer) for answer in answers]
    said = tally(rules, answers)
    result = {
        "asked": rules.asked, "answered": len(answers), "quorum": rules.quorum_needed,
        "tally": said, "threshold": rules.threshold, "of": rules.basis, "basis": 0, "support": 0,
        "winner": None, "tied": [], "rounds": [],
    }  # fmt: skip
    if len(answers) < rules.quorum_needed:
        return result | {"outcome": "expired", "because": "no_quorum"}
    if not answers and rules.method not in NEED_NO_ANSWER:
        return result | {"outcome": "expired", "because": "nobody_answered"}
    return result | METHODS[rules.method](rules, answers, said)

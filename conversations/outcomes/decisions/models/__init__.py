from conversations.outcomes.decisions.models.amendment import Amendment
from conversations.outcomes.decisions.models.ballot import Ballot, Voter
from conversations.outcomes.decisions.models.choices import (
    Audience,
    Basis,
    Meaning,
    Method,
    Reasons,
    Results,
    State,
    Threshold,
)
from conversations.outcomes.decisions.models.decision import Decision
from conversations.outcomes.decisions.models.option import Option

__all__ = [
    "Amendment", "Audience", "Ballot", "Basis", "Decision", "Meaning", "Method", "Option",
    "Reasons", "Results", "State", "Threshold", "Voter",
]  # fmt: skip

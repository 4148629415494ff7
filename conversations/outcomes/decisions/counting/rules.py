"""What a count goes by. Nothing here knows of a database: who has the ballots can count again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """An option: `meaning` is choice, for, against or abstain."""

    number: int
    meaning: str = "choice"
    withdrawn: bool = False


@dataclass(frozen=True)
class Rules:
    """`quorum` is the percentage of the `asked` people who must answer; `threshold` is most,
    majority, two_thirds, three_quarters or all, of the `basis`: the votes cast, or all `asked`."""

    method: str
    choices: tuple[Choice, ...] = ()
    asked: int = 0
    quorum: int = 0
    threshold: str = "most"
    basis: str = "cast"
    max_choices: int = 1
    max_score: int = 5

    @property
    def numbers(self):
        return {choice.number for choice in self.choices}

    @property
    def standing(self):
        """The numbers of the options that were not withdrawn, in order."""
        return [choice.number for choice in self.choices if not choice.withdrawn]

    def meaning(self, *meanings):
        """The numbers of the standing options with one of these meanings."""
        return [c.number for c in self.choices if not c.withdrawn and c.meaning in meanings]

    @property
    def quorum_needed(self):
        """How many people must answer: the percentage, rounded up."""
        return -(-self.asked * self.quorum // 100)

    def of(self, cast):
        """What the threshold is measured against."""
        return self.asked if self.basis == "asked" else cast

    def is_enough(self, support, basis):
        """Whether so much of the basis reaches the threshold: whole numbers only, so that a third
        is a third. The most votes is a matter of the others; here it asks for one at least."""
        reached = {
            "most": True,
            "majority": 2 * support > basis,
            "two_thirds": 3 * support >= 2 * basis,
            "three_quarters": 4 * support >= 3 * basis,
            "all": support >= basis,
        }
        return support > 0 and reached[self.threshold]

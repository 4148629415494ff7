"""What the count is, for whom, in words."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conversations.outcomes.decisions.models.choices import Method, Results, State
from conversations.outcomes.decisions.models.option import Option

BECAUSE = {
    "no_quorum": _("Too few people answered: the quorum was not reached."),
    "nobody_answered": _("Nobody answered."),
    "reached": _("There was enough support."),
    "not_reached": _("There was not enough support."),
    "no_objections": _("Nobody objected."),
    "objections": _("There were objections."),
    "blocked": _("Someone blocked it."),
    "tied": _("There is a tie: a person decides."),
    "asker_decides": _("Who asked for advice decides."),
}


@dataclass
class Row:
    """A line of the tally. `votes` are points in a score; in a date poll how many people can come,
    of whom `yes` surely; of a ranked choice the votes in its last round, or `out` is the number
    of the round in which it went out."""

    key: str
    label: str
    meaning: str
    votes: int
    percent: int
    withdrawn: bool = False
    chosen: bool = False
    yes: int = 0
    maybe: int = 0
    no: int = 0
    out: int = 0
    option: Option | None = None


class Showing:
    """Of Decision."""

    @property
    def shows_tally(self):
        """Whether the card, the same for all readers, shows how people answered."""
        if self.state in (State.DRAFT, State.WITHDRAWN):
            return False
        return self.state != State.OPEN or (self.results == Results.ALWAYS and not self.is_secret)

    def shows_result_to(self, person):
        """Whether this person sees now how people answered."""
        if self.shows_tally or self.is_secret or self.state != State.OPEN:
            return self.shows_tally
        if self.results != Results.ANSWERED or not person.is_authenticated:
            return False
        return self.voters.filter(person=person, has_answered=True).exists()

    def voter(self, person):
        """As whom this person was asked, or None."""
        if not person.is_authenticated:
            return None
        return self.voters.select_related("person", "proxy").filter(person=person).first()

    def votes_for(self, person):
        """As whom this person answers now: themselves, and who gave them their vote."""
        if not person.is_authenticated:
            return []
        own = Q(person=person, proxy=None) | Q(proxy=person)
        votes = self.voters.filter(own).select_related("person").order_by("pk")
        return sorted(votes, key=lambda voter: voter.person_id != person.pk)

    def ballot_of(self, person):
        """What this person answered to the words as they are now, or None."""
        if self.is_secret or not person.is_authenticated:
            return None
        return self.ballots.filter(person=person, version=self.version).first()

    def ballots_for(self, person):
        """The answers that this person may see now; of a secret vote none, ever."""
        ballots = self.ballots.select_related("person", "cast_by", "replied_by")
        if self.is_secret or self.state == State.WITHDRAWN:
            return ballots.none()
        return ballots if self.shows_result_to(person) else ballots.filter(person=person.pk)

    @property
    def quorum_needed(self):
        return self.rules.quorum_needed

    @property
    def because(self):
        """Why the count came out as it did, or an empty text."""
        return BECAUSE.get((self.result or {}).get("because"), "")

    @property
    def rounds(self):
        """Of a ranked choice that was counted: its rounds as the count left them, else none."""
        return (self.result or {}).get("rounds", [])

    @property
    def rows(self):
        """The tally in words; asks the database for the options only."""
        if self.stands:
            return [self._row(key, label, "") for key, label in self.stands.items()]
        return [
            self._row(str(option.number), str(option), option.meaning, option)
            for option in self.options.all()
        ]

    def _row(self, key, label, meaning, option=None):
        votes = self.tally.get(key, 0)
        parts = {}
        if self.rounds:
            votes = self.rounds[-1]["votes"].get(key, 0)
            gone = (n for n, each in enumerate(self.rounds, 1) if option.number in each["out"])
            parts = {"out": next(gone, 0)}
        if self.method == Method.DATES:
            parts = {word: self.tally.get(f"{key} {word}", 0) for word in ("yes", "maybe", "no")}
            votes = parts["yes"] + parts["maybe"]
        most = self.answered * (self.max_score if self.method == Method.SCORE else 1)
        return Row(
            key, label, meaning, votes, round(100 * votes / most) if most else 0,
            withdrawn=bool(option and option.is_withdrawn),
            chosen=bool(option and option.pk == self.chosen_id), option=option, **parts,
        )  # fmt: skip

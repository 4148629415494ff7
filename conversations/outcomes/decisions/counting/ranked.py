"""Ranked choice: instant run-off, every round kept.

In each round a ballot counts for the highest option on it that is still in. Who has more than half
of the ballots that still count wins; else the option with the fewest goes out. Of options with
equally few goes out: the one that had fewest in the latest earlier round in which they differ; else
the one that stands first on fewest ballots of all, then second, then third, and so on; and if they
are the same in all of that, they go out together. When that would leave none, it is a tie.
"""


def ranked(rules, answers, tally):
    rankings = [answer["ranking"] for answer in answers if answer["ranking"]]
    left, rounds = rules.standing, []
    places = _places(rankings, left)
    while True:
        votes = _votes(rankings, left)
        counting = sum(votes.values())
        rounds.append(
            {
                "votes": {str(n): votes[n] for n in left},
                "exhausted": len(rankings) - counting,
                "out": [],
                "because": "",
            }
        )
        winners = [n for n in left if 2 * votes[n] > counting]
        if winners:
            return _won(rules, winners[0], votes, len(rankings)) | {"rounds": rounds}
        out, because = _who_goes(left, rounds, places)
        if len(out) == len(left):
            return _tied(rules, left, votes, len(rankings)) | {"rounds": rounds}
        rounds[-1] |= {"out": out, "because": because}
        left = [n for n in left if n not in out]


def _votes(rankings, left):
    votes = dict.fromkeys(left, 0)
    for ranking in rankings:
        first = next((n for n in ranking if n in votes), None)
        if first is not None:
            votes[first] += 1
    return votes


def _who_goes(left, rounds, places):
    """(those who go out now, why those)."""
    lowest, because = left, "fewest"
    for number, past in enumerate(reversed(rounds)):
        fewer = _fewest(lowest, {n: past["votes"][str(n)] for n in lowest})
        because = "earlier" if number and len(fewer) < len(lowest) else because
        lowest = fewer
    if len(lowest) > 1:
        fewer = _fewest(lowest, places)
        because = "places" if len(fewer) < len(lowest) else "together"
        lowest = fewer
    return lowest, because


def _places(rankings, options):
    """{option: on how many ballots it stands first, second, …}."""
    places = {n: [0] * len(options) for n in options}
    for ranking in rankings:
        for place, n in enumerate(ranking):
            places[n][place] += 1
    return places


def _fewest(options, votes):
    least = min(votes[n] for n in options)
    return [n for n in options if votes[n] == least]


def _won(rules, winner, votes, cast):
    """The winner of the run-off must still reach the threshold."""
    support, basis = votes[winner], rules.of(cast)
    about = {"support": support, "basis": basis}
    if rules.is_enough(support, basis):
        return about | {"outcome": "adopted", "because": "reached", "winner": winner}
    return about | {"outcome": "rejected", "because": "not_reached"}


def _tied(rules, left, votes, cast):
    about = {"support": votes[left[0]], "basis": rules.of(cast)}
    if rules.is_enough(votes[left[0]], rules.of(cast)):
        return about | {"outcome": "closed", "because": "tied", "tied": left}
    return about | {"outcome": "rejected", "because": "not_reached"}

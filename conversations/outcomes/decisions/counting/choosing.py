"""Counting where options have a number of votes or points: a vote, a score, a date poll."""


def vote(rules, answers, tally):
    """Each ballot gives a vote to every option on it. Votes cast are the ballots that choose
    something else than an abstention. An option against the proposal cannot win, and the winner
    has more votes than each of those."""
    silent = set(rules.meaning("abstain"))
    cast = sum(1 for answer in answers if set(answer["options"]) - silent)
    votes = {n: tally.get(str(n), 0) for n in rules.meaning("choice", "for")}
    against = max((tally.get(str(n), 0) for n in rules.meaning("against")), default=0)
    return _highest(rules, votes, rules.of(cast), at_least=against + 1)


def score(rules, answers, tally):
    """The points of all ballots together; an option that a ballot does not score gets none from
    it. The threshold is measured against the most points that one option could have."""
    cast = sum(1 for answer in answers if answer["scores"])
    points = {n: tally.get(str(n), 0) for n in rules.standing}
    return _highest(rules, points, rules.max_score * rules.of(cast))


def dates(rules, answers, tally):
    """For how many people a moment is possible (yes, or if need be); of equals the one with the
    most yes."""
    cast = sum(1 for answer in answers if answer["dates"])
    sure = {n: tally.get(f"{n} yes", 0) for n in rules.standing}
    possible = {n: sure[n] + tally.get(f"{n} maybe", 0) for n in rules.standing}
    return _highest(rules, possible, rules.of(cast), prefer=sure)


def _highest(rules, votes, basis, *, at_least=1, prefer=None):
    """What the highest number leads to; `prefer` parts those with the same number."""
    prefer = prefer or dict.fromkeys(votes, 0)
    top = max(((votes[n], prefer[n]) for n in votes), default=(0, 0))
    first = [n for n in votes if (votes[n], prefer[n]) == top]
    support = top[0]
    about = {"support": support, "basis": basis}
    if support < at_least or not rules.is_enough(support, basis):
        return about | {"outcome": "rejected", "because": "not_reached"}
    if len(first) > 1:
        return about | {"outcome": "closed", "because": "tied", "tied": first}
    return about | {"outcome": "adopted", "because": "reached", "winner": first[0]}

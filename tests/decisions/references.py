"""The counts again, written another way, straight from the words of the issue: what they agree on
with `counting` is not one person's slip of the pen. Fractions instead of whole numbers, sets
instead of tallies, recursion instead of rounds."""

from fractions import Fraction

ENOUGH = {
    "majority": lambda share: share > Fraction(1, 2),
    "two_thirds": lambda share: share >= Fraction(2, 3),
    "three_quarters": lambda share: share >= Fraction(3, 4),
    "all": lambda share: share >= 1,
    "most": lambda share: True,
}


def decide(rules, answers):
    """(outcome, winner)."""
    if Fraction(len(answers), 1) < Fraction(rules.quorum, 100) * rules.asked:
        return "expired", None
    if not answers and rules.method not in ("advice", "consent"):
        return "expired", None
    return globals()[f"by_{rules.method}"](rules, answers)


def reaches(rules, support, cast):
    whole = rules.asked if rules.basis == "asked" else cast
    return support > 0 and ENOUGH[rules.threshold](Fraction(support, whole))


def standing(rules):
    return [choice.number for choice in rules.choices if not choice.withdrawn]


def by_advice(rules, answers):
    return "closed", None


def by_consent(rules, answers):
    return ("rejected" if {"stand": "object"} in answers else "adopted"), None


def by_consensus(rules, answers):
    said = [answer["stand"] for answer in answers]
    agree, cast = said.count("agree"), len(said) - said.count("abstain")
    outvoted = rules.threshold == "most" and agree <= said.count("disagree")
    if "block" in said or outvoted or not reaches(rules, agree, cast):
        return "rejected", None
    return "adopted", None


def best(rules, worth, support, cast, floor=0):
    """The one option of which nothing is worth as much."""
    top = [n for n in worth if all(worth[n] >= worth[other] for other in worth)]
    if not top or support(top[0]) <= floor or not reaches(rules, support(top[0]), cast):
        return "rejected", None
    return ("adopted", top[0]) if len(top) == 1 else ("closed", None)


def by_vote(rules, answers):
    meaning = {c.number: c.meaning for c in rules.choices if not c.withdrawn}
    voters = {n: {i for i, a in enumerate(answers) if n in a["options"]} for n in meaning}
    heard = [voters[n] for n in meaning if meaning[n] != "abstain"]
    against = max((len(voters[n]) for n in meaning if meaning[n] == "against"), default=0)
    worth = {n: len(voters[n]) for n in meaning if meaning[n] in ("choice", "for")}
    return best(rules, worth, worth.get, len(set().union(*heard)), floor=against)


def by_score(rules, answers):
    ballots = [dict(map(tuple, answer["scores"])) for answer in answers]
    left = standing(rules)
    worth = {n: sum(ballot.get(n, 0) for ballot in ballots) for n in left}
    cast = sum(any(n in ballot for n in left) for ballot in ballots)
    if rules.basis == "asked":
        share = Fraction(max(worth.values()), rules.max_score * rules.asked)
    else:
        share = Fraction(max(worth.values()), rules.max_score * cast) if cast else Fraction(0)
    if not share or not ENOUGH[rules.threshold](share):
        return "rejected", None
    top = [n for n in left if worth[n] == max(worth.values())]
    return ("adopted", top[0]) if len(top) == 1 else ("closed", None)


def by_dates(rules, answers):
    ballots = [dict(map(tuple, answer["dates"])) for answer in answers]
    left = standing(rules)
    yes = {n: sum(ballot.get(n) == "yes" for ballot in ballots) for n in left}
    can = {n: sum(ballot.get(n) in ("yes", "maybe") for ballot in ballots) for n in left}
    cast = sum(any(n in ballot for n in left) for ballot in ballots)
    # One number in which a person who can come weighs more than all who come surely.
    worth = {n: can[n] * 1000 + yes[n] for n in left}
    return best(rules, worth, can.get, cast)


def by_ranked(rules, answers):
    left = standing(rules)
    ballots = [[n for n in answer["ranking"] if n in left] for answer in answers]
    ballots = [ballot for ballot in ballots if ballot]
    return _run_off(rules, frozenset(left), ballots, len(ballots), ())


def _run_off(rules, left, ballots, cast, history):
    """`history`: what each option had in the rounds before, the latest first."""
    now = dict.fromkeys(left, 0)
    for ballot in ballots:
        for n in ballot:
            if n in left:
                now[n] += 1
                break
    counted = sum(now.values())
    for n in left:
        if now[n] * 2 > counted:
            return ("adopted", n) if reaches(rules, now[n], cast) else ("rejected", None)
    history = (now, *history)
    deepest = max((len(ballot) for ballot in ballots), default=0)

    def standing_of(n):
        past = tuple(votes[n] for votes in history)
        places = tuple(
            sum(len(b) > place and b[place] == n for b in ballots) for place in range(deepest)
        )
        return past + places

    weakest = min(standing_of(n) for n in left)
    stay = frozenset(n for n in left if standing_of(n) != weakest)
    if not stay:
        votes = now[min(left)]
        return ("closed" if reaches(rules, votes, cast) else "rejected"), None
    return _run_off(rules, stay, ballots, cast, history)

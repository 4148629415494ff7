"""What an answer looks like. From a person it is a word, numbers or a dictionary; it is kept as
JSON in one form only, so that the same answer is always the same text."""

DATES = ("yes", "maybe", "no")
STANDS = {
    "recorded": ("agree", "reservation"),
    "advice": ("positive", "changes", "negative"),
    "consent": ("consent", "abstain", "object"),
    "consensus": ("agree", "abstain", "disagree", "block"),
}


def read(rules, answer):
    """The answer as it is kept. Raises ValueError for one that does not fit the question."""
    if rules.method in STANDS:
        return _stand(rules, answer)
    return {"vote": _vote, "ranked": _ranked, "score": _score, "dates": _dates}[rules.method](
        rules, answer
    )


def _stand(rules, answer):
    if not isinstance(answer, str) or answer not in STANDS[rules.method]:
        raise ValueError("no such answer")
    return {"stand": answer}


def _vote(rules, answer):
    """Option numbers, in any order: at least one, at most `max_choices` unless that is 0."""
    numbers = _numbers(rules, answer)
    if rules.max_choices and len(numbers) > rules.max_choices:
        raise ValueError("too many choices")
    return {"options": sorted(numbers)}


def _ranked(rules, answer):
    """Option numbers, the best first; what is not named comes after all of these."""
    return {"ranking": _numbers(rules, answer)}


def _score(rules, answer):
    """{option number: whole points from 0 to `max_score`}."""
    scores = _by_number(rules, answer)
    for points in scores.values():
        if type(points) is not int or not 0 <= points <= rules.max_score:
            raise ValueError("no such score")
    return {"scores": sorted(map(list, scores.items()))}


def _dates(rules, answer):
    """{option number: yes, maybe or no}."""
    dates = _by_number(rules, answer)
    if not all(isinstance(word, str) and word in DATES for word in dates.values()):
        raise ValueError("no such answer")
    return {"dates": sorted(map(list, dates.items()))}


def _numbers(rules, answer):
    if not isinstance(answer, list | tuple) or not answer:
        raise ValueError("nothing chosen")
    if not all(type(number) is int and number in rules.standing for number in answer):
        raise ValueError("no such option")
    if len(set(answer)) < len(answer):
        raise ValueError("an option twice")
    return list(answer)


def _by_number(rules, answer):
    if not isinstance(answer, dict) or not answer:
        raise ValueError("nothing chosen")
    if not all(type(number) is int and number in rules.standing for number in answer):
        raise ValueError("no such option")
    return answer

"""How often each thing was said. It adds up: the tally of ballots is the sum of those of each."""

from collections import Counter


def marks(answer):
    """{key: number} that one answer adds. A key is the number of an option or what the method
    itself offers; of a date poll "3 yes"; of a ranking only the first choice counts here."""
    match answer:
        case {"stand": stand}:
            return {stand: 1}
        case {"options": numbers}:
            return {str(number): 1 for number in numbers}
        case {"ranking": ranking}:
            return {str(number): 1 for number in ranking[:1]}
        case {"scores": scores}:
            return {str(number): points for number, points in scores}
        case {"dates": dates}:
            return {f"{number} {word}": 1 for number, word in dates}
    raise ValueError(f"no answer: {answer}")


def without_withdrawn(rules, answer):
    """What is left of an answer when what was withdrawn is taken out of it."""
    standing = set(rules.standing)
    match answer:
        case {"options": numbers}:
            return {"options": [n for n in numbers if n in standing]}
        case {"ranking": ranking}:
            return {"ranking": [n for n in ranking if n in standing]}
        case {"scores": pairs}:
            return {"scores": [[n, points] for n, points in pairs if n in standing]}
        case {"dates": pairs}:
            return {"dates": [[n, word] for n, word in pairs if n in standing]}
    return answer


def tally(rules, answers):
    """{key: number}, without what is withdrawn and what nobody said."""
    total = Counter()
    for answer in answers:
        total.update(marks(without_withdrawn(rules, answer)))
    return {key: total[key] for key in sorted(total) if total[key]}


def replaced(counts, was, now):
    """The tally when one person's answer becomes another (answers of standing options, or None)."""
    total = Counter(counts)
    total.subtract(marks(was) if was else {})
    total.update(marks(now) if now else {})
    return {key: total[key] for key in sorted(total) if total[key]}

"""What changed between two texts, line by line and, in a line that changed, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparing takes the square of this in the worst case: beyond it a comparison says so and stops.
MAX_LINES, MAX_LINE, MAX_WORDS = 3_000, 2_000, 300
CONTEXT = 2
WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass
class Row:
    """`sign` is " ", "-" or "+"; `parts` are pairs of (whether it changed, words)."""

    sign: str
    parts: list


@dataclass
class Comparison:
    """`blocks` of rows, with lines left out between them. `is_cut` where the texts were longer
    than what was compared."""

    blocks: list
    is_cut: bool


def compared(old, new):
    before, after = lines(old), lines(new)
    is_cut = max(len(before), len(after)) > MAX_LINES
    matcher = SequenceMatcher(None, before[:MAX_LINES], after[:MAX_LINES])
    blocks = [
        [row for step in group for row in rows(before, after, *step)]
        for group in matcher.get_grouped_opcodes(CONTEXT)
    ]
    return Comparison(blocks, is_cut)


def lines(text):
    return [line[:MAX_LINE] for line in text.split("\n", MAX_LINES + 1)]


def rows(before, after, tag, begin, end, from_, to):
    if tag == "equal":
        return [Row(" ", [(False, line)]) for line in before[begin:end]]
    removed, added = before[begin:end], after[from_:to]
    if len(removed) == len(added):
        pairs = [words(*pair) for pair in zip(removed, added, strict=True)]
        return [Row("-", old) for old, _new in pairs] + [Row("+", new) for _old, new in pairs]
    return [Row("-", [(True, line)]) for line in removed] + [
        Row("+", [(True, line)]) for line in added
    ]


def words(old, new):
    """Two lines as parts that changed, and parts that did not."""
    before, after = WORD.findall(old), WORD.findall(new)
    if max(len(before), len(after)) > MAX_WORDS:
        return [(True, old)], [(True, new)]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return (
        [(tag != "equal", "".join(before[a:b])) for tag, a, b, _c, _d in steps if a < b],
        [(tag != "equal", "".join(after[c:d])) for tag, _a, _b, c, d in steps if c < d],
    )

"""The header that Notes (Lotus, HCL) puts above an earlier mail: its author and the moment bear no
labels, the other lines need no colon.

    Els de Wit <els@a.example>
    09-03-2026 10:12
    Aan  Fatima
    cc
    Onderwerp  Kade
"""

import re

from .attributions import ADDRESS
from .headers import Block
from .labels import KINDS

MOST_LINES = 24
LINES_OF_AUTHOR = 6
"""Lines, with blank ones, in which the author and the moment stand."""
LONGEST_NAME = 120
MOMENT = re.compile(
    r"(?:.{1,200}? (?:on|op|am|le|el|il|em) )?\d{1,4}[-./]\d{1,2}[-./]\d{1,4},? "
    r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?$",
    re.I,
)
ORDER = ("to", "copy", "subject")
LABELS = {**KINDS, "thema": "subject"}


def may_begin(lines, begin):
    """Whether the next line may be a moment; cheap, and true of few lines."""
    following = lines[begin + 1].said if begin + 1 < len(lines) else ""
    return following[:1].isdigit() and bool(MOMENT.match(following))


def at(lines, begin):
    """The `Block` of such a header that begins at `lines[begin]`, or None."""
    below = _below_moment(lines, begin)
    if below is None:
        return None
    block, colons = Block(), set()
    block.values["from"] = lines[begin].said
    for index in range(below, min(below + MOST_LINES, len(lines))):
        label, _, value = lines[index].said.partition(" ")
        kind = LABELS.get(label.rstrip(":").lower())
        expected = ORDER[len(block.values) - 1]
        if kind == expected:
            block.values[kind] = value.removeprefix(":").lstrip()
            colons.add(label.endswith(":") or value.startswith(":"))
        if "subject" in block.values:
            block.end = index + 1
            return block if len(colons) == 1 else None
        if expected == "to" and index >= below + LINES_OF_AUTHOR:
            return None
    return None


def _below_moment(lines, begin):
    """The index below the author and the moment, where these begin at `lines[begin]`."""
    name = lines[begin].said
    if len(name) > LONGEST_NAME or name[-1] in ".!?:," or len(name.split()) > 16:
        return None
    for index in range(begin, min(begin + LINES_OF_AUTHOR, len(lines))):
        words = lines[index].said
        following = lines[index + 1].said if index + 1 < len(lines) else ""
        if MOMENT.match(words) and (index > begin or not words[0].isdigit()):
            return index + 1
        if index == begin and MOMENT.match(f"{words} {following}"):
            return index + 2
        if not ADDRESS.search(name) or (words and not ADDRESS.search(words)):
            return index + 2 if index == begin and may_begin(lines, begin) else None
    return None

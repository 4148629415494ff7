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
    """Whether the next line is a moment; cheap, and true of few lines."""
    following = lines[begin + 1].said if begin + 1 < len(lines) else ""
    return following[:1].isdigit() and _ends_with_moment(following)


def _ends_with_moment(words):
    return (words[-1].isdigit() or words[-1] in "mM.") and bool(MOMENT.match(words))


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
    """The index below the author and the moment, where these begin at `lines[begin]`: on one line,
    on two, or with lines between them that name addresses too."""
    name = lines[begin].said
    if len(name) > LONGEST_NAME or name[-1] in ".!?:," or len(name.split()) > 16:
        return None
    following = lines[begin + 1].said if begin + 1 < len(lines) else ""
    if _ends_with_moment(name) and not name[0].isdigit():
        return begin + 1
    if may_begin(lines, begin) or (following and _ends_with_moment(f"{name} {following}")):
        return begin + 2
    if not ADDRESS.search(name):
        return None
    for index in range(begin + 1, min(begin + LINES_OF_AUTHOR, len(lines))):
        words = lines[index].said
        if words and _ends_with_moment(words):
            return index + 1
        if words and not ADDRESS.search(words):
            return None
    return None

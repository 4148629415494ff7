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
    r"(?:(?P<author>.{1,200}?)(?: (?:on|op|am|le|el|il|em))? )?\d{1,4}[-./]\d{1,2}[-./]\d{1,4},? "
    r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?$",
    re.I,
)
ORDER = ("to", "copy", "subject")
LABELS = {**KINDS, "thema": "subject"}


def may_begin(lines, begin):
    """Whether the next line is a moment; cheap, and true of few lines."""
    following = lines[begin + 1].said if begin + 1 < len(lines) else ""
    return following[:1].isdigit() and bool(_moment(following))


def _moment(words):
    """The match of a moment that ends these words, when one does."""
    ends = words[-1:].isdigit() or words.endswith(("m", "M", "."))
    return MOMENT.match(words) if ends else None


def _is_author(words):
    """Whether these are an address, a name of Notes ("Els de Wit/Kade") or a name."""
    names = words.split()
    capitals = len(names) > 1 and names[0][0].isupper() and names[-1][0].isupper()
    return "@" in words or "/" in words or (capitals and len(names) <= 6)


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
    if len(name) > LONGEST_NAME or name[-1] in ".!?:,":
        return None
    following = lines[begin + 1].said if begin + 1 < len(lines) else ""
    for words, below in ((name, begin + 1), (f"{name} {following}", begin + 2)):
        if (found := _moment(words)) and found["author"]:
            return below if _is_author(found["author"]) else None
    if not ADDRESS.search(name):
        return None
    for index in range(begin + 1, min(begin + LINES_OF_AUTHOR, len(lines))):
        words = lines[index].said
        if _moment(words):
            return index + 1
        if words and not ADDRESS.search(words):
            return None
    return None

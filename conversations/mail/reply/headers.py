"""The header block that mail programs put above an earlier mail: "Van: … Verzonden: … Aan: …"."""

import re
from email.utils import parseaddr

from . import dates
from .attributions import ADDRESS
from .labels import KINDS

LABEL = re.compile(r"([^\W\d][^:：<>@\"]{0,28}?) ?[:：] ?")
_LONG_FIRST = sorted((label for label in KINDS if len(label) > 1), key=len, reverse=True)
# Some programs write the whole block on one line.
INLINE = re.compile(rf"(?<![^\W_])({'|'.join(map(re.escape, _LONG_FIRST))}) ?[:：] ?", re.I)
MOST_LINES = 24
MOST_BLANKS = 2
"""Blank lines that some programs put between the lines of a header."""


class Block:
    """A header block; `values` by kind of header, `others` those of labels that nobody knows."""

    def __init__(self):
        self.end, self.labels, self.values, self.others = 0, set(), {}, []

    @property
    def begins_as_mails_do(self):
        return next(iter(self.values), "") in ("from", "date") and not self.others

    def take(self, label, value):
        self.labels.add(label)
        kind = KINDS.get(label)
        if not kind:
            self.others.append(value)
            return
        self.values.setdefault(kind, value)
        for inline in INLINE.finditer(value):
            self.values.setdefault(KINDS[inline[1].lower()], value[inline.end() :])

    def lengthen(self, words):
        """A folded line belongs to the last value."""
        if self.values:
            self.values[next(reversed(self.values))] += " " + words

    @property
    def author(self):
        """(name, address) of who wrote the mail, "" for what the block does not tell."""
        value = INLINE.split(self.values.get("from", ""), maxsplit=1)[0]
        found = ADDRESS.search(value)
        name = re.split(r"[<\[(]|mailto:", value)[0].strip(" \"'«»„”“,;")
        address = found[0].removeprefix("mailto:") if found else ""
        return ("" if "@" in name else name), parseaddr(address)[1].lower()

    def convinces(self, announced):
        """Whether this is the header of a mail; `announced` by a line that said so."""
        known = self.values.keys() - {"other"}
        if announced:
            return bool(known - {"copy"})
        addressed = any(ADDRESS.search(self.values.get(to, "")) for to in ("from", "to", "copy"))
        moment = self.values.get("date", self.values.get("from", ""))  # Notes writes it there
        dated = dates.dated(moment) or dates.timed(moment)
        if tuple(self.values)[:3] == ("from", "date", "to"):
            return addressed or "subject" in known or (dates.dated(moment) and dates.timed(moment))
        if len(known) >= 3 and "from" in known:
            return (addressed or "subject" in known) and (addressed or dated)
        return (len(known) >= 2 and addressed and dated) or self._convinces_by_form()

    def _convinces_by_form(self):
        """In any language: an author with an address, a moment, and two lines more."""
        values = [*self.values.values(), *self.others]
        return (
            len(values) >= 4
            and ("from" in self.values or len(self.others) >= 3)
            and any("<" in value and ADDRESS.search(value) for value in values)
            and any(dates.dated(value) and dates.timed(value) for value in values)
        )


def at(lines, begin, announced=False):
    """The header block that begins at `lines[begin]`, or None."""
    if not _labelled(lines[begin].said):
        return None
    block, blanks = Block(), 0
    for index in range(begin, min(begin + MOST_LINES, len(lines))):
        words = lines[index].said
        found = _labelled(words)
        label = _label(lines[index])
        if not words:
            blanks += 1
            if blanks > MOST_BLANKS or len(block.values) >= 4:
                break
            continue
        if label in block.labels or (blanks and not (announced or block.begins_as_mails_do)):
            break  # no header stands twice; a blank line above may end the author's words
        if blanks and label not in KINDS:
            break
        if found:
            block.take(label, words[found.end() :])
        elif _continues(lines, index):
            block.lengthen(words)
        else:
            break
        block.end, blanks = index + 1, 0
    if _label(lines[begin]) not in KINDS and len(block.values) > 1:
        return None  # the author's line above the block
    return block if block.convinces(announced) else None


def _labelled(words):
    """The match of a label, when a line begins with one."""
    if ":" not in words[:32] and "：" not in words[:32]:
        return None
    found = LABEL.match(words)
    if not found or len(found[1].split()) > 4 or words[found.end() :].startswith("//"):
        return None
    return found


def _label(line):
    found = _labelled(line.said)
    return found[1].lower() if found else ""


def _continues(lines, index):
    """Whether a line without a label belongs to the header above it: folded, or an address."""
    line, above = lines[index], lines[index - 1]
    if line.said.startswith(("<", "mailto:")) or above.said.endswith((",", ";", "<", ":")):
        return True
    if ADDRESS.fullmatch(line.said.strip("<>];, ")):
        return True
    following = lines[index + 1].said if index + 1 < len(lines) else ""
    return bool(_labelled(following)) and len(line.said) < 120

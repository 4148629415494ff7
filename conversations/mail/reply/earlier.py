"""Where an earlier mail begins: an attribution, a header block, a rule or a marker."""

import re
from dataclasses import dataclass

from conversations.mail.marker import is_marker

from . import attributions, headers, notes, rules
from .lines import Line, next_said

# Without any of these a line begins no heading.
CANDIDATE = re.compile(r"[\d:：@<>]|^[-–—_=~*#]")
GROUPWISE = ">>>"
"""What GroupWise puts around "Els de Wit <els@a.example> 5-1-2026 10:12"."""
OPENS_FRAME = "-" * 10
LONGEST_REST = 90
MOST_BLANKS = 3
"""Blank lines between a rule and the header block that it announces."""


@dataclass(frozen=True)
class Heading:
    """What stands above an earlier mail, up to the line `end`."""

    end: int
    kind: str
    """"attribution", "headers", "original", "forward" or "marker"."""
    block: headers.Block | None = None


def heading(lines, begin):
    """The heading that begins at `lines[begin]`, which says something, or None."""
    line = lines[begin]
    if not (
        CANDIDATE.search(line.said)
        or _address_follows(lines, begin)
        or notes.may_begin(lines, begin)
    ):
        return None
    if is_marker(line.said) or _wrapped_marker(lines, begin):
        return Heading(begin + 1 + (not is_marker(line.said)), "marker")
    if line.before.strip() == GROUPWISE and line.said.endswith(GROUPWISE):
        return Heading(begin + 1, "attribution")
    if line.said[0] in "-–—_=~*" and (found := _announced(lines, begin)):
        return found
    if line.said.endswith((":", "：")) and rules.names_forward(line.said):
        if block := _block_after(lines, begin + 1, announced=True):
            return Heading(block.end, "forward", block)
        if line.depth or line.said.lower().startswith("begin "):
            return Heading(begin + 1, "forward")
    if block := headers.at(lines, begin) or notes.at(lines, begin):
        return Heading(block.end, "headers", block)
    if end := attributions.end_of(lines, begin):
        return Heading(end, "attribution")
    return None


def _address_follows(lines, begin):
    return begin + 1 < len(lines) and lines[begin + 1].said.startswith("<")


def _wrapped_marker(lines, begin):
    following = lines[begin + 1].said if begin + 1 < len(lines) else ""
    return (
        lines[begin].said.startswith("##")
        and following.endswith("##")
        and is_marker(f"{lines[begin].said} {following}")
    )


def _announced(lines, begin):
    """A line of dashes, with words or without, and the header block that it announces."""
    words = lines[begin].said
    inner, end = _framed(lines, begin)
    if inner:
        kind = "forward" if rules.names_forward(inner) else "original"
        if rules.names_original(inner) or kind == "forward":
            if behind := rules.after_frame(words):
                one_line = [Line(behind, behind)]
                return Heading(end, kind, headers.at(one_line, 0, announced=True))
            block = _block_after(lines, end, announced=True)
            return Heading(block.end if block else end, kind, block)
        block = _block_after(lines, end)
        return Heading(block.end, kind, block) if block else None
    if rules.is_rule(words) and (block := _block_after(lines, end)):
        return Heading(block.end, "headers", block)
    return None


def _framed(lines, begin):
    """What stands between dashes, also where a program broke that line; and the index below."""
    words = lines[begin].said
    following = next_said(lines, begin + 1, within=1)
    rest = lines[following].said if following is not None else ""
    if (
        words.startswith(OPENS_FRAME)
        and not words.endswith("-")
        and rest.endswith(OPENS_FRAME)
        and len(rest) <= LONGEST_REST
    ):
        return rules.framed(f"{words} {rest}"), following + 1
    return rules.framed(words), begin + 1


def _block_after(lines, begin, announced=False):
    following = next_said(lines, begin, within=MOST_BLANKS)
    if following is None:
        return None
    return headers.at(lines, following, announced) or notes.at(lines, following)

"""Where the disclaimer begins that ends what a person says."""

import re

from . import footers

MOST_LINES = 60
BROKEN = 60
"""A line as long as this may go on in the next."""
FENCE = re.compile(r"([*#=_-])\1{19,200}$")  # "********************"
MOST_ADDED = 3
"""Paragraphs that some organisations add below their disclaimer."""


def top(lines, begin, end):
    """The index where the disclaimer begins that ends `lines[begin:end]`, or None."""
    for found in (_of_paragraph, _of_fenced, _of_added):
        if (index := found(lines, begin, end)) is not None:
            return index
    return None


def _of_paragraph(lines, begin, end):
    """It may stand directly below the author's last line, so it is as few lines as can be, and what
    a program broke off above them."""
    index, words = end, ""
    while index > begin and lines[index - 1].said and end - index < MOST_LINES:
        index -= 1
        words = f"{lines[index].said} {words}".rstrip()
        if footers.is_disclaimer(words):
            while index > begin and _goes_on(lines[index - 1].said):
                index -= 1
            return index
    return None


def _goes_on(words):
    """Whether a program broke the line here, in the midst of a sentence; or it is such a line."""
    return (len(words) >= BROKEN and words[-1] not in ".!?:") or footers.is_disclaimer(words)


def _of_fenced(lines, begin, end):
    """The last row of signs, where all below it is a disclaimer, also in several paragraphs."""
    for index in range(end - 1, max(begin, end - MOST_LINES), -1):
        if FENCE.match(lines[index].text.strip()):
            below = [line.said for line in lines[index + 1 : end] if line.said]
            asks = any(words.endswith("?") for words in below)
            return index if not asks and footers.is_disclaimer(" ".join(below)) else None
    return None


def _of_added(lines, begin, end):
    """The last paragraphs, where they only go on about what a disclaimer above them is about."""
    index = end
    for _ in range(MOST_ADDED):
        bottom = index
        while index > begin and lines[index - 1].said and bottom - index < MOST_LINES:
            index -= 1
        if not footers.adds_to_disclaimer(" ".join(line.said for line in lines[index:bottom])):
            return None
        above = index
        while above > begin and not lines[above - 1].said:
            above -= 1
        if _of_paragraph(lines, begin, above) is not None:
            return index
        index = above
    return None

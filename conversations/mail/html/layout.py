"""Drafts of lines, and lines that Markdown reads as they were."""

from dataclasses import dataclass

from . import escapes
from .line import Line

FLOWING = ("text", "item", "more")
APART = ("table", "rule", "code")


@dataclass(slots=True)
class Draft:
    text: str
    words: str
    depth: int
    mark: str
    kind: str  # "", "text", "item", "more" (of an item), "heading", "table", "rule" or "code"


class Sink:
    """Where lines are collected: the mail, or a cell of a table."""

    def __init__(self):
        self.pieces = []  # (text, look) of the line that is being written
        self.drafts = []
        self.gap = False  # whether the next line is to stand apart

    def add(self, draft):
        if self.gap and draft.kind and self.drafts and self.drafts[-1].kind:
            self.empty(min(draft.depth, self.drafts[-1].depth))
        self.gap = False
        self.drafts.append(draft)

    def empty(self, depth):
        if self.drafts and self.drafts[-1].kind:
            self.drafts.append(Draft("", "", depth, "", ""))


def settled(drafts: list[Draft]) -> list[Line]:
    """Lines with the empty ones that Markdown needs, and no more than one at a time."""
    made = []
    for draft in drafts:
        before = made[-1] if made else None
        if not draft.kind:
            if before and before.kind:
                made.append(draft)
            continue
        if before and not before.kind:
            before.depth = min(made[-2].depth, draft.depth)
            before.mark = draft.mark if made[-2].mark == draft.mark else ""
        elif before and _must_be_apart(before, draft):
            mark = draft.mark if before.mark == draft.mark else ""
            made.append(Draft("", "", min(before.depth, draft.depth), mark, ""))
        elif before and before.kind in FLOWING and draft.kind in ("text", "more"):
            before.text += "  "
            draft.text = escapes.below_words(draft.text)
        made.append(draft)
    while made and not made[-1].kind:
        made.pop()
    return [_line(draft) for draft in made]


def _line(draft):
    mark = "rule" if draft.kind == "rule" and not draft.mark else draft.mark
    return Line(draft.text, draft.depth, mark, True, draft.words)


def _must_be_apart(before, draft):
    if before.depth != draft.depth:
        return True
    if before.kind == draft.kind:
        return before.kind == "rule"
    if before.kind in APART or draft.kind in APART:
        return True
    in_list = ("item", "more")
    return (before.kind in in_list) != (draft.kind in in_list)

"""The lines of a checklist: [{"key": 1, "words": "…", "by": person's key or None}], on the task."""

import re

from workspace.text import clean_line, clean_text

MAX_ITEMS = 100
MAX_WORDS = 200
# A task list item (GitHub Flavored Markdown, section 5.3).
ITEM = re.compile(r"[ \t]*[-*+][ \t]+\[(?P<done>[ xX])\][ \t]+(?P<words>\S.*)")
# In a list of its own the mark of the list may be left out.
LINE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\[(?P<done>[ xX])\][ \t]+(?P<words>\S.*)")


class Unfit(ValueError):
    """No checklist: `lines` is how many there are where that is too many, `line` the number of
    one that is too long."""

    def __init__(self, *, lines=None, line=None):
        super().__init__(lines, line)
        self.lines, self.line = lines, line


def split_off(text):
    """What a text says besides its `- [ ]` lines, and these as `lines_of` reads them."""
    rest, items = [], []
    for line in clean_text(text).split("\n"):
        if match := ITEM.fullmatch(line):
            items.append(_line(match["words"], match["done"] != " "))
        else:
            rest.append(line)
    return "\n".join(rest).strip("\n"), "\n".join(items)


def lines_of(text):
    """[(words, whether it is done)] of a text with an item on each line. Raises `Unfit`."""
    found = []
    for number, line in enumerate(clean_text(text).split("\n"), 1):
        match = LINE.fullmatch(line)
        words = clean_line(match["words"] if match else line)
        if len(words) > MAX_WORDS:
            raise Unfit(line=number)
        if words:
            found.append((words, bool(match and match["done"] != " ")))
    if len(found) > MAX_ITEMS:
        raise Unfit(lines=len(found))
    return found


def written(items):
    """The text that `lines_of` reads."""
    return "\n".join(_line(item["words"], item["by"] is not None) for item in items)


def _line(words, done):
    return f"[x] {words}" if done else words


def merged(known, lines, by):
    """The items of these lines. One that was there keeps its key, and who ticked it off."""
    left = {item["words"]: item for item in reversed(known)}
    key = max((item["key"] for item in known), default=0)
    items = []
    for words, done in lines:
        item = left.pop(words, None)
        if item is None:
            key += 1
            item = {"key": key, "words": words, "by": None}
        items.append(item | {"by": (item["by"] or by.pk) if done else None})
    return items


def afresh(items):
    """The same list with nothing ticked off."""
    return [item | {"by": None} for item in items]

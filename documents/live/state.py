"""The state that updates add up to, as `pycrdt` keeps it. Only for bytes that `updates.read` let
through, or that come from here."""

from difflib import SequenceMatcher

from pycrdt import Doc, Text


def gathered(updates) -> Doc:
    """A document to which these updates are applied, in order."""
    doc = Doc()
    doc.get("text", type=Text)
    with doc.transaction():
        for update in updates:
            doc.apply_update(update)
    return doc


def words_of(doc) -> str:
    return str(doc.get("text", type=Text))


def difference(doc, words) -> bytes | None:
    """The update after which it says these words: only the lines that differ are written anew, so
    that what points at the others stays where it is. None when nothing differs."""
    before, old, new = doc.get_state(), words_of(doc), words
    if old == new:
        return None
    text = doc.get("text", type=Text)
    with doc.transaction():
        for begin, end, fresh in reversed(list(_changes(old, new))):
            # Places are counted in bytes of UTF-8.
            if end > begin:
                del text[begin:end]
            if fresh:
                text.insert(begin, fresh)
    return doc.get_update(before)


def _changes(old, new):
    """(begin, end, fresh) of the old words' bytes, in order."""
    lines, fresh = old.splitlines(keepends=True), new.splitlines(keepends=True)
    places = [0]
    for line in lines:
        places.append(places[-1] + len(line.encode()))
    # Without `autojunk` a long text with many equal lines takes minutes.
    matcher = SequenceMatcher(None, lines, fresh)
    for what, begin, end, first, last in matcher.get_opcodes():
        if what != "equal":
            yield places[begin], places[end], "".join(fresh[first:last])

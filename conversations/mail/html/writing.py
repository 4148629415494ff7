"""Words in their looks to drafts of lines."""

from . import escapes, glyphs, inline, items, programs
from .layout import Draft, Sink

MAX_DEPTH = 20  # of quotation: what Markdown renders


class Writer:
    """Writes lines into a sink; a cell of a table has a sink of its own."""

    def __init__(self):
        self.sink = Sink()
        self.earlier = None  # the depth of quotation from which on all is the earlier mail
        self._typed_lists = items.TypedLists()

    def write(self, text, look):
        if look.hidden or look.tiny:
            return
        text = glyphs.drawn(text, look.font)
        if look.is_marker and look.item:
            look.item.marker += text[:20]
            return
        first, *others = text.replace("\r\n", "\n").split("\n") if look.keeps_spaces else [text]
        self.sink.pieces.append((first, look))
        for other in others:
            self.line_break(look)
            self.sink.pieces.append((other, look))

    def line_break(self, look):
        if not self.flush():
            self.sink.empty(look.depth)

    def rule(self, look):
        self.flush()
        self.sink.gap = True
        self.sink.add(Draft("---", "---", look.depth, self._mark(look), "rule"))

    def from_here_on_earlier(self, look):
        """All from here on is the earlier mail, unless it stands in a quotation of it."""
        if not look.cited:
            self.earlier = look.depth if self.earlier is None else min(self.earlier, look.depth)

    def flush(self):
        """Ends the line that is being written; whether there was one."""
        pieces = self.sink.pieces
        if not pieces:
            return False
        self.sink.pieces = []
        if not inline.has_words(pieces):
            if any("\xa0" in text for text, _ in pieces):
                self.sink.empty(pieces[0][1].depth)
                return True
            return False
        self.sink.add(self._draft(pieces))
        return True

    def _draft(self, pieces):
        look = next(look for text, look in pieces if text and not text.isspace())
        text, words = inline.line(pieces)
        depth, mark = look.depth, self._mark(look)
        if not (look.heading or look.item or look.code):
            return self._typed(text, words, depth, mark)
        self._typed_lists.end()
        if look.heading:
            return Draft(f"{'#' * look.heading} {text}", words, depth, mark, "heading")
        if look.item:
            prefix, begins = look.item.prefix()
            kind = "item" if begins and look.item.is_markdown else "more"
            text = prefix + escapes.leading(text)
            return Draft(text, f"{prefix.lstrip()}{words}", depth, mark, kind)
        if all(look.code and look.keeps_spaces for _, look in pieces):
            words = "".join(text for text, _ in pieces).rstrip().expandtabs()
            return Draft(f"    {words}", words, depth, mark, "code")
        return Draft(escapes.leading(text), words, depth, mark, "text")

    def _typed(self, text, words, depth, mark):
        """A line that is only a line: what one types as quotation, list or rule is that."""
        if quoted := items.TYPED_QUOTE.match(text):
            depth = min(depth + quoted[0].count(">"), MAX_DEPTH)
            text, words = text[quoted.end() :], words[quoted.end() :]
            if not text:
                return Draft("", "", depth, mark, "")
        if item := self._typed_lists.item(text):
            return Draft(item, words, depth, mark, "item")
        if items.TYPED_RULE.match(text):
            return Draft(words, words, depth, mark, "rule")
        return Draft(escapes.leading(text), words, depth, mark, "text")

    def _mark(self, look):
        if self.earlier is not None and look.depth < self.earlier:
            self.earlier = None
        return programs.mark(look, self.earlier)

"""The walk through the HTML of a mail."""

from . import escapes, glyphs, inline, items, programs, styles, tags
from .layout import Draft, Sink, settled
from .line import Line
from .looks import HEADINGS, Look, derive
from .nesting import BLOCKS, VOID, Nesting
from .tables import MAX_OPEN, Table

MAX_DEPTH = 20  # of quotation: what Markdown renders
MARGINS = frozenset(("p", "pre", *HEADINGS))
ROOT = Look()


def lines(html: str) -> list[Line]:
    """What one sees of the HTML, as lines of Markdown; takes linear time and fetches nothing."""
    reading = _Reading()
    for tag in tags.read(html):
        if isinstance(tag, tags.Text):
            reading.text(tag.text)
        elif isinstance(tag, tags.Start):
            reading.start(tag.name, tag.attributes)
        elif isinstance(tag, tags.End):
            reading.end(tag.name)
        else:
            reading.sheet(tag.text)
    return settled(reading.finish())


class _Element:
    """An open element; `leave` is called when it ends."""

    __slots__ = ("block", "gap", "leave", "look", "name")

    def __init__(self, name, look, block=False, gap=False, leave=None):
        self.name, self.look, self.block, self.gap, self.leave = name, look, block, gap, leave


class _Reading:
    def __init__(self):
        self.nesting = Nesting()
        self.sink = Sink()
        self.open_tables = []
        self.word_lists = items.WordLists()
        self.typed_lists = items.TypedLists()
        self.has_margins = True  # of paragraphs
        self.earlier = None  # the depth from which on all is the earlier mail

    @property
    def look(self):
        return self.nesting.top.look if self.nesting.top else ROOT

    def text(self, text):
        look = self.look
        if look.hidden or look.tiny:
            return
        if look.is_marker and look.item:
            look.item.marker += glyphs.drawn(text, look.font)[:20]
            return
        text = glyphs.drawn(text, look.font)
        if not look.keeps_spaces:
            self.sink.pieces.append((text, look))
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self.sink.pieces.append((first, look))
        for other in others:
            self.line_break()
            self.sink.pieces.append((other, look))

    def start(self, name, attributes):
        for element in self.nesting.ended_by_start(name):
            self.leave(element)
        around = self.look
        if name in VOID:
            self.void(name, attributes, around)
            return
        css = styles.declarations(attributes["style"]) if "style" in attributes else {}
        look = derive(around, name, attributes, css)
        block = name in BLOCKS or css.get("display") in ("block", "table", "flex")
        element = _Element(name, look, block and css.get("display") != "inline")
        if element.block:
            self.begin_block(element, attributes, css)
        if programs.begins_earlier_mail(name, attributes, css) and not look.cited:
            self.earlier = look.depth if self.earlier is None else min(self.earlier, look.depth)
        self.nesting.start(element)

    def begin_block(self, element, attributes, css):
        self.flush()
        name, look = element.name, element.look
        if name in MARGINS and not look.hidden:
            element.gap = name != "p" or self.stands_apart(attributes, css)
            self.sink.gap |= element.gap and not (look.item and not look.item.used)
        if name == "p":
            self.begin_paragraph(element, attributes, css)
        elif name in ("ul", "ol", "menu", "dir"):
            parent = look.item
            if look.list and self.nesting.top.name in ("ul", "ol"):
                parent = look.list.last or parent
            element.look = look._replace(list=items.List(name, attributes, css, parent))
        elif name == "li":
            self.sink.gap = False
            around = look.list or items.List("ul", {}, {}, None)
            element.look = look._replace(item=around.item(attributes))
        elif name == "blockquote":
            self.begin_quotation(element, attributes, css)
        elif name == "table":
            self.begin_table(element, attributes, css)
        elif name in ("tr", "td", "th"):
            self.begin_cell(element, attributes, css)

    def stands_apart(self, attributes, css):
        if attributes.get("class", "").lower().lstrip("x_").startswith("mso"):
            return "auto" in css.get("mso-margin-top-alt", "")
        return not styles.has_no_margin(css) and self.has_margins

    def begin_paragraph(self, element, attributes, css):
        level = css.get("mso-list", "")
        if "level" in level:
            element.look = element.look._replace(item=self.word_lists.item(level))
        elif "msolistparagraph" not in attributes.get("class", "").lower():
            self.word_lists.end()

    def begin_quotation(self, element, attributes, css):
        look = element.look
        if not programs.is_quotation(attributes, css):
            return
        cited = look.cited or programs.is_made_by_program(attributes, css)
        element.look = look._replace(
            depth=min(look.depth + 1, MAX_DEPTH), cited=cited, item=None, list=None
        )
        quoting = look.quoting
        if quoting and quoting.depth == look.depth and quoting.is_ended_by(attributes):
            element.leave = quoting.end

    def begin_table(self, element, attributes, css):
        if len(self.open_tables) >= MAX_OPEN:
            return
        if self.open_tables:
            self.open_tables[-1].is_nested = True
        element.gap = not self.open_tables
        self.sink.gap |= element.gap
        table = Table(attributes, css)
        self.open_tables.append(table)
        element.look = element.look._replace(table=table, item=None, list=None)

        def leave():
            self.open_tables.pop()
            drafts = table.drafts()
            for draft in drafts:
                self.sink.add(draft) if draft.kind else self.sink.empty(draft.depth)

        element.leave = leave

    def begin_cell(self, element, attributes, css):
        table = element.look.table
        if table is None or (self.open_tables and self.open_tables[-1] is not table):
            return
        if element.name == "tr":
            table.row()
            return
        around, self.sink = self.sink, Sink()
        bordered = bool(styles.has_border(css, "bottom") or styles.has_border(css, "right"))
        element.look = element.look._replace(table=None)

        def leave():
            cell, self.sink = self.sink, around
            table.cell(cell.drafts, heading=element.name == "th", bordered=bordered)

        element.leave = leave

    def void(self, name, attributes, look):
        if look.hidden:
            return
        if name == "br":
            self.line_break()
        elif name == "hr":
            self.flush()
            if programs.begins_earlier_mail(name, attributes, {}) and not look.cited:
                self.earlier = look.depth
            self.sink.gap = True
            self.sink.add(Draft("---", "---", look.depth, self.mark(look), "rule"))
        elif name == "img" and (sign := glyphs.emoji(attributes)):
            self.sink.pieces.append((sign, look))

    def end(self, name):
        if name in ("br", "p") and (ended := self.nesting.ended_by_end(name)) is not None:
            if name == "br":
                self.line_break()
        else:
            ended = self.nesting.ended_by_end(name)
        for element in ended:
            self.leave(element)

    def leave(self, element):
        if element.block:
            self.flush()
        if element.leave:
            element.leave()
        if element.gap:
            self.sink.gap = True

    def sheet(self, text):
        if styles.PARAGRAPHS_WITHOUT_MARGIN.search(text[:20_000]):
            self.has_margins = False

    def line_break(self):
        if not self.flush():
            self.sink.empty(self.look.depth)

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
        self.sink.add(self.draft(pieces))
        return True

    def draft(self, pieces):
        look = next(look for text, look in pieces if not text.isspace())
        text, words = inline.line(pieces)
        depth, mark = look.depth, self.mark(look)
        if not (look.heading or look.item or look.code):
            return self.typed(text, words, depth, mark)
        self.typed_lists.end()
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

    def typed(self, text, words, depth, mark):
        """A line that is only a line: what one types as quotation, list or rule is that."""
        if quoted := items.TYPED_QUOTE.match(text):
            depth = min(depth + quoted[0].count(">"), MAX_DEPTH)
            text, words = text[quoted.end() :], words[quoted.end() :]
            if not text:
                return Draft("", "", depth, mark, "")
        if item := self.typed_lists.item(text):
            return Draft(item, words, depth, mark, "item")
        if items.TYPED_RULE.match(text):
            return Draft(words, words, depth, mark, "rule")
        return Draft(escapes.leading(text), words, depth, mark, "text")

    def mark(self, look):
        if self.earlier is not None and look.depth < self.earlier:
            self.earlier = None
        return programs.mark(look, self.earlier)

    def finish(self):
        for element in self.nesting.end_all():
            self.leave(element)
        self.flush()
        return self.sink.drafts

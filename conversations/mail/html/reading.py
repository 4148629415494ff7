"""The walk through the HTML of a mail."""

from . import glyphs, items, programs, styles, tags
from .layout import Sink, settled
from .line import Line
from .looks import HEADINGS, Look, derive
from .nesting import BLOCKS, VOID, Nesting
from .tables import MAX_OPEN, Table
from .writing import MAX_DEPTH, Writer

MARGINS = frozenset(("p", "pre", *HEADINGS))
ROOT = Look()


def lines(html: str) -> list[Line]:
    """What one sees of the HTML, as lines of Markdown; takes linear time and fetches nothing."""
    reading = _Reading()
    for tag in tags.read(html):
        if isinstance(tag, tags.Text):
            reading.writer.write(tag.text, reading.look)
        elif isinstance(tag, tags.Start):
            reading.start(tag.name, tag.attributes)
        elif isinstance(tag, tags.End):
            reading.end(tag.name)
        else:
            reading.sheet(tag.text)
    return settled(reading.finish())


def markdown(html: str) -> str:
    """All that one sees of the HTML, quotations too."""
    return "\n".join("> " * line.depth + line.text for line in lines(html))


class _Element:
    """An open element; `leave` is called when it ends."""

    __slots__ = ("block", "gap", "leave", "look", "name")

    def __init__(self, name, look, block=False, gap=False, leave=None):
        self.name, self.look, self.block, self.gap, self.leave = name, look, block, gap, leave


class _Reading:
    def __init__(self):
        self.nesting = Nesting()
        self.writer = Writer()
        self.open_tables = []
        self.word_lists = items.WordLists()
        self.has_margins = True  # of paragraphs

    @property
    def look(self):
        return self.nesting.top.look if self.nesting.top else ROOT

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
        if programs.begins_earlier_mail(name, attributes, css):
            self.writer.from_here_on_earlier(look)
        self.nesting.start(element)

    def begin_block(self, element, attributes, css):
        self.writer.flush()
        name, look = element.name, element.look
        if name in MARGINS and not look.hidden:
            element.gap = name != "p" or self.stands_apart(attributes, css)
            self.writer.sink.gap |= element.gap and not (look.item and not look.item.used)
        if name == "p":
            self.begin_paragraph(element, attributes, css)
        elif name in ("ul", "ol", "menu", "dir"):
            parent = look.item
            if look.list and self.nesting.top.name in ("ul", "ol"):
                parent = look.list.last or parent
            element.look = look._replace(list=items.List(name, attributes, css, parent))
        elif name == "li":
            self.writer.sink.gap = False
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
        self.writer.sink.gap |= element.gap
        table = Table(attributes, css)
        self.open_tables.append(table)
        element.look = element.look._replace(table=table, item=None, list=None)

        def leave():
            self.open_tables.pop()
            drafts = table.drafts()
            for draft in drafts:
                self.writer.sink.add(draft) if draft.kind else self.writer.sink.empty(draft.depth)

        element.leave = leave

    def begin_cell(self, element, attributes, css):
        table = element.look.table
        if table is None or (self.open_tables and self.open_tables[-1] is not table):
            return
        if element.name == "tr":
            table.row()
            return
        around, self.writer.sink = self.writer.sink, Sink()
        bordered = bool(styles.has_border(css, "bottom") or styles.has_border(css, "right"))
        element.look = element.look._replace(table=None)

        def leave():
            cell, self.writer.sink = self.writer.sink, around
            table.cell(cell.drafts, heading=element.name == "th", bordered=bordered)

        element.leave = leave

    def void(self, name, attributes, look):
        if look.hidden:
            return
        if name == "br":
            self.writer.line_break(look)
        elif name == "hr":
            if programs.begins_earlier_mail(name, attributes, {}):
                self.writer.from_here_on_earlier(look)
            self.writer.rule(look)
        elif name == "img":
            self.writer.write(glyphs.emoji(attributes), look)

    def end(self, name):
        if name == "br":
            self.writer.line_break(self.look)
        for element in self.nesting.ended_by_end(name):
            self.leave(element)

    def leave(self, element):
        if element.block:
            self.writer.flush()
        if element.leave:
            element.leave()
        if element.gap:
            self.writer.sink.gap = True

    def sheet(self, text):
        if styles.PARAGRAPHS_WITHOUT_MARGIN.search(text[:20_000]):
            self.has_margins = False

    def finish(self):
        for element in self.nesting.end_all():
            self.leave(element)
        self.writer.flush()
        return self.writer.sink.drafts

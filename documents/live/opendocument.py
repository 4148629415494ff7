"""A text in Markdown as an OpenDocument text (ODF 1.3), with real headings, lists and tables."""

import re
from io import BytesIO

from django.conf import settings
from django.utils.translation import get_language
from odfdo import (
    Cell,
    Document,
    Frame,
    Header,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
)

from documents.live.rendering import MAX_BYTES, key_in, pictures
from workspace.text import document_tree

NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
SAFE = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
WIDTH, DOTS_PER_CM = 16, 38
SPANS = {
    "strong": ("Strong", {"bold": True}),
    "em": ("Emphasis", {"italic": True}),
    "s": ("Struck", {"text_line_through_style": "solid"}),
    "code_inline": ("Code", {"font": "Liberation Mono"}),
}


def made_of(about, words):
    """The OpenDocument (`odfdo.Document`) of these words of a document."""
    return Writing(about).written(words)


class Writing:
    def __init__(self, about):
        self.title = about.title
        self.pictures, room = {}, MAX_BYTES
        for file in pictures(about):
            room -= file.size
            if room >= 0:
                self.pictures[file.pk] = file
        self.made = Document("text")
        self.body = self.made.body
        self.body.clear()
        for name, looks in SPANS.values():
            self.made.insert_style(Style("text", name=name, area="text", **looks), automatic=True)
        aside = {"fo:margin-left": "1cm"}
        style = Style("paragraph", name="Aside", parent_style="Text_20_body", area="paragraph")
        style.set_properties(aside, area="paragraph")
        self.made.insert_style(style, automatic=True)

    def written(self, words):
        self.made.meta.title = NO_XML.sub("", self.title)
        self.made.meta.language = get_language() or settings.LANGUAGE_CODE
        for node in document_tree(NO_XML.sub("", words)).children:
            self.write(node, self.body)
        return self.made

    def write(self, node, place, style="Text_20_body"):
        """A block, into `place`."""
        if node.type == "heading":
            level = int(node.tag[1])
            header = Header(level, "", style=f"Heading_20_{level}")
            self.write_line(node, header)
            place.append(header)
        elif node.type in ("bullet_list", "ordered_list"):
            self.write_list(node, place, style)
        elif node.type == "table":
            self.write_table(node, place)
        elif node.type in ("fence", "code_block"):
            self.write_code(node, place)
        elif node.type == "blockquote":
            for child in node.children:
                self.write(child, place, "Aside")
        elif node.type == "hr":
            place.append(Paragraph("* * *", style=style))
        elif node.type == "paragraph":
            paragraph = Paragraph("", style=style)
            self.write_line(node, paragraph)
            place.append(paragraph)

    def write_list(self, node, place, style):
        name = "List_20_1" if node.type == "bullet_list" else "Numbering_20_1"
        made = List(style=name)
        for child in node.children:
            item = ListItem()
            for part in child.children:
                self.write(part, item, style)
            made.append(item)
        place.append(made)

    def write_table(self, node, place):
        rows = [row for part in node.children for row in part.children]
        table = Table(f"Table{len(self.body.get_tables()) + 1}")
        for number, row in enumerate(rows):
            line = Row()
            for cell in row.children:
                paragraph = Paragraph("", style="Text_20_body")
                target = paragraph
                if number == 0:
                    target = Span("", style="Strong")
                    paragraph.append(target)
                self.write_line(cell, target)
                made = Cell()
                made.append(paragraph)
                line.append_cell(made)
            table.append_row(line)
        place.append(table)
        place.append(Paragraph("", style="Text_20_body"))

    def write_code(self, node, place):
        paragraph = Paragraph("", style="Preformatted_20_Text")
        for number, line in enumerate(node.content.rstrip("\n").split("\n")):
            if number:
                paragraph.append(LineBreak())
            paragraph.append_plain_text(line)
        place.append(paragraph)

    def write_line(self, node, place):
        for inline in node.children:
            for child in inline.children:
                self.write_words(child, place)

    def write_words(self, node, place):
        if node.type in ("softbreak", "hardbreak"):
            place.append(LineBreak() if node.type == "hardbreak" else " ")
        elif node.type == "image":
            self.write_picture(node, place)
        elif node.type == "link":
            self.write_link(node, place)
        elif node.type in SPANS:
            words = node.content if node.type == "code_inline" else ""
            span = Span(words, style=SPANS[node.type][0])
            for child in node.children or ():
                self.write_words(child, span)
            place.append(span)
        else:
            place.append(node.content)

    def write_link(self, node, place):
        address = node.attrs.get("href", "")
        if address.startswith("/"):
            address = settings.SITE_URL.rstrip("/") + address
        target = Link(address) if SAFE.match(address) else Span("")
        for child in node.children:
            self.write_words(child, target)
        place.append(target)

    def write_picture(self, node, place):
        file = self.pictures.get(key_in(node.attrs.get("src")))
        if file is None:
            place.append(node.content or str(node.attrs.get("src", "")))
            return
        with file.file.open("rb") as content:
            # Its type is in its own first bytes.
            address = self.made.add_file(BytesIO(content.read()))
        width = min(WIDTH, file.width / DOTS_PER_CM)
        size = f"{width:.2f}cm", f"{width * file.height / file.width:.2f}cm"
        frame = Frame.image_frame(address, size=size, anchor_type="as-char")
        if node.content:
            frame.svg_description = node.content
        place.append(frame)

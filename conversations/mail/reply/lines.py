"""The lines of a mail as the rules look at them: what they say, and how deep they are quoted."""

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

from workspace.text import clean_text

RULED = 600  # characters of a line that the rules look at
QUOTE = re.compile(r"[ \t]{0,8}>[> ]*")
# Some programs quote with a bar; a table has bars too, also at the end of its lines.
BAR = re.compile(r"[ \t]{0,3}[|>][|> ]*")
BARRED = re.compile(r"\|(?:[ \t]|$)(?!.{0,500}\|\s*$)")
# "AB> words": the initials of who is quoted (supercite), told apart by their number.
INITIALS = re.compile(r"[ \t]{0,3}([A-Z][A-Za-z]{0,2})>(?=[ \t]|$)")
DASH = re.compile("[\u2010-\u2012\u2015\u2212]")
FEWEST_BARS = 3
MOST_LINES = 100_000  # what comes after these is taken for one line more
WIDTHLESS = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(slots=True)
class Line:
    """`text` is posted when the line is kept, `said` its words without decoration, `before` the
    quote marks as they came, `raw` says that the text is Markdown already."""

    text: str
    said: str
    depth: int = 0
    before: str = ""
    mark: str = ""
    raw: bool = False

    @property
    def source(self):
        """The line as it came, as plain text."""
        return self.before + (self.said if self.raw else self.text)


def of_text(text):
    """The lines of text/plain."""
    rows = clean_text(text).split("\n", MOST_LINES)
    found = Counter(match[1] for row in rows if (match := INITIALS.match(row)))
    initials = {letters for letters, times in found.items() if times > 1}
    marks = BAR if sum(bool(BARRED.match(row)) for row in rows) >= FEWEST_BARS else QUOTE
    return [_of_row(row, marks, initials) for row in rows]


def _of_row(row, marks, initials):
    mark = marks.match(row)
    if not mark:
        if initials and (cited := INITIALS.match(row)) and cited[1] in initials:
            return Line(row.strip(), said(row[cited.end() :]), depth=1)
        return Line(row, said(row))
    text = row[mark.end() :]
    depth = mark[0].count(">") + mark[0].count("|")
    return Line(text, said(text), depth, before=mark[0])


def of_html(lines):
    """The lines that `conversations.mail.html` read."""
    return [
        Line(line.text, said(line.words), line.depth, "> " * line.depth, line.mark, line.raw)
        for line in lines
    ]


def said(text):
    text = text[:RULED]
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = DASH.sub("-", WIDTHLESS.sub("", text))
    return " ".join(text.replace("*", "").split())


def next_said(lines, begin, within=3):
    """The index of the next line that says something after at most `within` blank ones."""
    for index in range(begin, min(begin + within + 1, len(lines))):
        if lines[index].said:
            return index
    return None

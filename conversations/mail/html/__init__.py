"""The HTML of a mail as lines of Markdown, with what the mail program said about each.

tags      the source as tags and text
nesting   which element ends which
styles    CSS in attributes, as far as it matters
looks     what an element does to the words in it: bold, hidden, quoted, ...
programs  the marks that mail programs leave: quotation, attribution, signature
reading   the walk through all of it
inline    words in their looks to Markdown; escapes, links, glyphs
items     lists, also those of Word
tables    data tables; other tables are only layout
layout    lines to lines that Markdown reads as they were
"""

from .line import Line
from .reading import lines, markdown

__all__ = ["Line", "lines", "markdown"]

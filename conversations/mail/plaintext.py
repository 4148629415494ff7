"""Plain mail text to Markdown that reads well and means nothing it did not say."""

import re
from itertools import groupby

WRAPPED = 55  # a longer line was broken by the mail program, not by the author
SPECIAL = re.compile(r"([\\`*_~\[\]])")
LEADING = re.compile(r"^(#{1,6}\s|=+\s*$|-{2,}\s*$|\d+\)\s|\+\s)")
SIGNATURE = re.compile(r"\n-- \n.*", re.DOTALL)
# The footer that list software adds, also where it was quoted along: a rule, a name, an address.
FOOTER = re.compile(
    r"^[> \t]*_{30,}[ \t]*\n(?:[> \t]*\n)?[> \t]*\S.{0,200}\n[> \t]*https?://\S+[ \t]*$",
    re.MULTILINE,
)
QUOTE = re.compile(r"^[ \t]{0,8}((?:> ?)+)")
ITEM = re.compile(r"^\s{0,3}(?:[-*•]|\d{1,2}[.)])\s+\S")


def markdown(text):
    """Quoted lines stay quotations, indented paragraphs become code, wrapped lines flow."""
    text = SIGNATURE.sub("", FOOTER.sub("", f"\n{text.rstrip()}\n"))
    blocks = []
    for depth, lines in groupby(text.strip("\n").split("\n"), key=_depth):
        bare = [QUOTE.sub("", line) for line in lines]
        quoted = "> " * depth
        blocks.append("\n".join((quoted + line).rstrip() for line in _paragraphs(bare)))
    return "\n\n".join(block for block in blocks if block.strip())


def _depth(line):
    match = QUOTE.match(line)
    return min(match[1].count(">"), 5) if match else 0


def _paragraphs(lines):
    """The Markdown lines of text at one depth of quotation."""
    made = []
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        paragraph = list(group)
        if blank:
            made.append("")
        elif all(line.startswith(("  ", "\t")) for line in paragraph):
            made.extend("    " + line.expandtabs() for line in paragraph)
        else:
            made.extend(_flowing(paragraph))
    return made


def _flowing(paragraph):
    for line, following in zip(paragraph, [*paragraph[1:], ""], strict=True):
        flows = len(line) >= WRAPPED or not following or ITEM.match(following)
        yield _literal(line) + ("" if flows else "\\")


def _literal(line):
    line = line.strip() if not ITEM.match(line) else line.rstrip()
    item = ITEM.match(line)
    head, rest = (line[: item.end() - 1], line[item.end() - 1 :]) if item else ("", line)
    return head + LEADING.sub(r"\\\1", SPECIAL.sub(r"\\\1", rest))

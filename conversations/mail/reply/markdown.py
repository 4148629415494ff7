"""The kept lines as Markdown that means what was typed, with as few signs added as can be."""

import re
from itertools import groupby

WIDEST = 66  # a mail program that breaks lines does not break them sooner
MOST_DEEP = 8
ITEM = re.compile(r"\s{0,12}(?:[-*•+]|\d{1,3}[.)])\s+\S")
CODE = re.compile(r"[{};=|$\\]|&&|\w\(|\s[<>]\s")
BLOCK = re.compile(r"\s{0,3}(?:[-*•+]\s|\d{1,3}[.)]\s|#{1,6}\s|\||```|>|={3,}\s*$|-{3,}\s*$)")
UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*$")
# Signs that Markdown would take away: a star within a word, a backslash before another sign.
STAR_IN_WORD = re.compile(r"(?<=[^\W_])\*(?=[^\W_])")
BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
DUNDER = re.compile(r"(?<![\w`])__(?=[^\W_])")


def markdown(lines):
    """Text of `Line`s; a change of depth is set off by an empty line."""
    found, above = [], 0
    for depth, group in groupby(lines, key=lambda line: line.depth):
        rows = _stripped(list(group))
        if rows:
            if found:
                found.append(("> " * min(above, depth, MOST_DEEP)).rstrip())
            shown = [row.text for row in rows] if any(r.raw for r in rows) else _rows(rows)
            found.extend(_marked(rows, shown, depth))
            above = depth
    return "\n".join(found).rstrip()


def _stripped(rows):
    """Without the empty lines at the begin and the end."""
    said = [index for index, line in enumerate(rows) if line.said]
    return rows[said[0] : said[-1] + 1] if said else []


def _marked(rows, shown, depth):
    for line, text in zip(rows, shown, strict=True):
        if line.raw or not depth or depth > MOST_DEEP:
            before = "> " * min(depth, MOST_DEEP)
        else:
            before = ">" * depth + " " if "> " not in line.before.strip() else "> " * depth
        yield before + text if text else before.rstrip()


def _rows(lines):
    """The text of lines that came as text/plain."""
    fenced, code = False, _indented_code(lines)
    for index, line in enumerate(lines):
        text = line.text.rstrip()
        fence = text.lstrip().startswith("```")
        fenced ^= fence
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if fenced or fence or not text or index in code:
            yield text
        elif UNDERLINE.match(following) and not UNDERLINE.match(text):
            yield literal(text) + "\n"  # else Markdown makes it a heading
        else:
            indented = text.startswith(("    ", "\t")) and not ITEM.match(text)
            text = text.strip() if indented else text
            yield literal(text) + ("  " if _breaks(line, following) else "")


def _indented_code(lines):
    """The indices of paragraphs that are indented and hold signs of code; others are prose."""
    code, paragraph = set(), []
    for index, line in enumerate([*lines, None]):
        if line and line.text.startswith(("    ", "\t")):
            paragraph.append(index)
        else:
            if any(CODE.search(lines[at].text) for at in paragraph):
                code.update(paragraph)
            paragraph = []
    return code


def _breaks(line, following):
    """Whether the author ended the line here, rather than the mail program."""
    if not following.strip() or BLOCK.match(following) or BLOCK.match(line.text):
        return (
            bool(following.strip()) and bool(ITEM.match(line.text)) and not BLOCK.match(following)
        )
    first = following.split(maxsplit=1)[0]
    return len(line.text.strip()) + 1 + len(first) <= WIDEST


def literal(text):
    if "*" not in text and "\\" not in text and "__" not in text:
        return text
    text = STAR_IN_WORD.sub(r"\\*", BACKSLASH.sub(r"\\\\", text))
    return DUNDER.sub(r"\\_\\_", text)

"""The words of one line, each in its look, to Markdown."""

import re
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from workspace.text import UNSEEN

from . import escapes, links

INVISIBLE = re.compile(UNSEEN.pattern[:-1] + "\u00ad\u034f\u180e\u200b\u200e\u200f\u2060-\u2064]")
JOINERS_ALONE = re.compile("[\u200c\u200d]+(?=\\s|$)")
SPACE = re.compile(r"[^\S ]\s*| \s+")  # all but one space alone
STYLES = (("strike", "~~"), ("bold", "**"), ("italic", "*"))


class Run(NamedTuple):
    words: str
    href: str
    bold: bool
    italic: bool
    strike: bool
    code: bool


def line(pieces: list[tuple]) -> tuple[str, str]:
    """The Markdown and the words of pieces of (text, look)."""
    runs = _runs(pieces)
    if len(runs) == 1 and not any(runs[0][1:]):
        return escapes.escaped(runs[0].words), runs[0].words
    return _markdown(runs), "".join(run.words for run in runs)


def has_words(pieces: list[tuple]) -> bool:
    return any(not text.isspace() and bool(_clean(text).strip()) for text, _ in pieces)


def _clean(text):
    if text.isascii() and text.isprintable():
        return text
    return JOINERS_ALONE.sub("", INVISIBLE.sub("", text))


def _runs(pieces):
    """White space collapsed, none at the ends; neighbours of one look together."""
    runs, at_space = [], True
    for text, look in pieces:
        words = SPACE.sub(" ", _clean(text))
        words = words[1:] if at_space and words[:1] == " " else words
        if not words:
            continue
        at_space = words[-1] == " "
        run = Run(words, look.href, look.bold and not look.heading, look.italic, look.strike,
                  look.code)  # fmt: skip
        if runs and (runs[-1][1:] == run[1:] or (words == " " and not run.code)):
            runs[-1] = runs[-1]._replace(words=runs[-1].words + words)
        else:
            runs.append(run)
    while runs and not (last := runs[-1].words.rstrip()):
        runs.pop()
    return [*runs[:-1], runs[-1]._replace(words=last)] if runs else []


def _markdown(runs):
    made = ""
    for href, group, before, after in _neighbours(runs, "href"):
        words = "".join(run.words for run in group).strip()
        target = links.target(href) if href else ""
        if not target or not words or words[0] == "@":
            made += _styled(group, STYLES, before, after)
            continue
        lead, tail = _spaces(group)
        if links.is_bare(words, target) or links.is_bare(links.direct(words), target):
            if made.endswith("<") and "@" in words:
                made = f"{made[:-1]}\\<"  # else it and ">" are the marks of a link
            bare = links.direct(words) if "://" in words else words
            made += lead + escapes.escaped(bare, before, after) + tail
        else:
            text = _styled(group, STYLES, "[", "]", in_link=True).strip()
            made += f"{lead}[{text}]({target}){tail}"
    return made


def _neighbours(runs, look, before="", after=""):
    """(value, runs, sign before, sign after) of neighbours that share the value of a look."""
    groups = [(value, list(group)) for value, group in groupby(runs, key=attrgetter(look))]
    following = [group[0].words[0] for _, group in groups[1:]]
    for (value, group), behind in zip(groups, [*following, after], strict=True):
        yield value, group, before, behind
        before = group[-1].words[-1]


def _spaces(runs):
    return " " * (runs[0].words[0] == " "), " " * (runs[-1].words[-1] == " ")


def _styled(runs, styles, before, after, in_link=False):
    """Markdown of runs that share a link; the outermost style first."""
    if not styles:
        return _plain(runs, before, after, in_link)
    (style, sign), *inner_styles = styles
    made = ""
    for on, group, left, right in _neighbours(runs, style, before, after):
        inner = _styled(group, inner_styles, left, right, in_link)
        made += _emphasised(inner, sign, left, right) if on else inner
    return made


def _emphasised(markdown, sign, before, after):
    """`sign` around the words, where Markdown would read it as emphasis (CommonMark, 6.2)."""
    core = markdown.strip()
    begin = markdown.index(core)
    lead, tail = markdown[:begin], markdown[begin + len(core) :]
    if not tail and after.isalnum() and core[-1:] in ":.,;" and core[-2:-1].isalnum():
        core, tail = core[:-1], core[-1]
    bare = core.strip("*")
    if not bare:
        return markdown
    left, right = lead[-1:] or before, tail[:1] or after
    opens = bare[0].isalnum() or not left or left.isspace() or left in "([\"'"
    closes = bare[-1].isalnum() or not right or right.isspace() or right in ")].,;:!?\"'"
    clashes = core[0] == "*" and sign == "~~" and not (_apart(left) and _apart(right))
    return f"{lead}{sign}{core}{sign}{tail}" if opens and closes and not clashes else markdown


def _apart(sign):
    return not sign or sign.isspace()


def _plain(runs, before, after, in_link):
    made = ""
    for code, group, left, right in _neighbours(runs, "code", before, after):
        for run in group:
            words = run.words.strip()
            if code and words and "`" not in words:
                lead, tail = _spaces([run])
                made += f"{lead}`{words}`{tail}"
            else:
                styled = run.bold or run.italic or run.strike
                made += escapes.escaped(run.words, left, right, styled=styled, in_link=in_link)
    return made

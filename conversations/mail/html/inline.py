"""The words of one line, each in its look, to Markdown."""

import re
from itertools import groupby
from typing import NamedTuple

from workspace.text import UNSEEN

from . import escapes, links

INVISIBLE = re.compile(UNSEEN.pattern[:-1] + "\u00ad\u034f\u180e\u200b\u200e\u200f\u2060-\u2064]")
JOINERS_ALONE = re.compile("[\u200c\u200d]+(?=\\s|$)")
SPACE = re.compile(r"\s+")
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
    made, before = "", ""
    links_and_words = [(href, list(group)) for href, group in groupby(runs, key=lambda r: r.href)]
    for index, (href, group) in enumerate(links_and_words):
        after = (
            links_and_words[index + 1][1][0].words[0] if index + 1 < len(links_and_words) else ""
        )
        words = "".join(run.words for run in group)
        target = links.target(href) if href else ""
        if not target or not words.strip() or words.lstrip()[0] == "@":
            made += _styled(group, STYLES, before, after)
        elif links.is_bare(words, target) or links.is_bare(links.direct(words.strip()), target):
            made = f"{made[:-1]}\\<" if made.endswith("<") and "@" in words else made
            bare = links.direct(words.strip()) if "://" in words else words.strip()
            made += escapes.escaped(words.replace(words.strip(), bare), before, after)
        else:
            inner = [run._replace(words=run.words.replace("\n", " ")) for run in group]
            text = _styled(inner, STYLES, "[", "]", in_link=True)
            core = text.strip()
            lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            made += f"{lead}[{core}]({target}){tail}"
        before = words[-1]
    return made


def _styled(runs, styles, before, after, in_link=False):
    """Markdown of runs that share a link; the outermost style first."""
    if not styles:
        return _plain(runs, before, after, in_link)
    (style, sign), *inner_styles = styles
    groups = [(on, list(group)) for on, group in groupby(runs, key=lambda run: getattr(run, style))]
    made = ""
    for index, (on, group) in enumerate(groups):
        next_sign = groups[index + 1][1][0].words[0] if index + 1 < len(groups) else after
        inner = _styled(group, inner_styles, before, next_sign, in_link)
        made += _emphasised(inner, sign, before, next_sign) if on else inner
        before = group[-1].words[-1]
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
    for index, run in enumerate(runs):
        next_sign = runs[index + 1].words[0] if index + 1 < len(runs) else after
        if run.code and "`" not in run.words and run.words.strip():
            core = run.words.strip()
            made += run.words.replace(core, f"`{core}`", 1)
        else:
            styled = run.bold or run.italic or run.strike
            made += escapes.escaped(run.words, before, next_sign, styled=styled, in_link=in_link)
        before = run.words[-1]
    return made

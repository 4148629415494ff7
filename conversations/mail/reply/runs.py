"""The lines of a mail as runs: the author's words, and quotations with what stands above them."""

import re
from dataclasses import dataclass

from . import earlier
from .lines import next_said

OVERFLOW = 50
"""A quoted line as long as this may have been broken by the program that quoted it."""
MARKED = ("quote", "attribution")
# "[...]", which people leave where they cut a quotation.
OMISSION = re.compile(r"[\[(<]?.{0,20}(?:\.\.\.|…|snip|knip).{0,20}[\])>]?$")


@dataclass
class Run:
    """Lines of one kind that follow each other."""

    begin: int
    end: int
    quoted: bool
    body: int = 0
    """Of a quotation: where its heading ends and what it quotes begins."""
    heading: earlier.Heading | None = None
    attributed: bool = False
    """Whether a heading or the mail program says that this quotes an earlier mail."""
    forwards: bool = False
    """Whether the heading says that the mail passes another on."""
    words: bool = False
    """Whether the author says something in it, signatures and the like aside."""


def runs(lines, top, is_forward):
    """The runs of `lines[top:]`; blank lines between them belong to none."""
    found, above, fenced, index = [], False, False, top
    while index < len(lines):
        line = lines[index]
        if not line.said:
            index += 1
            continue
        fenced ^= line.said.startswith("```") and not line.depth
        if not fenced and (heading := earlier.heading(lines, index)):
            run = _quotation(lines, index, heading, above)
            run.forwards = _forwards(heading, above, is_forward)
            if run.forwards and above:
                run.end = len(lines)
        elif line.depth or line.mark == "quote" or _attributes(lines, index):
            end = _end_of_quotation(lines, index)
            run = Run(index, end, True, body=index, attributed=line.mark in MARKED)
        else:
            above, run = True, Run(index, index + 1, False)
        index = run.end
        _append(lines, found, run)
    return found


def _attributes(lines, index):
    """Whether a line that the program marked as an attribution is one, though no rule knows its
    language: it stands right above a quotation. People type in that element too."""
    if lines[index].mark != "attribution":
        return False
    following = next_said(lines, index + 1)
    return following is not None and _is_quoted(lines[following])


def _is_quoted(line):
    return line.depth or line.mark == "quote"


def _append(lines, found, run):
    """Author's lines that follow each other are one run; empty quoted lines belong to the next."""
    if not run.quoted and found and not found[-1].quoted:
        found[-1].end = run.end
        return
    while run.quoted and run.begin and _is_empty_quote(lines[run.begin - 1]):
        run.begin -= 1
    found.append(run)


def _is_empty_quote(line):
    return line.depth and not line.said


def _forwards(heading, above, is_forward):
    if heading.kind == "forward":
        return True
    if heading.kind not in ("headers", "original"):
        return False
    return bool(is_forward) or (is_forward is None and not above)


def _quotation(lines, index, heading, above):
    """The quotation under a heading: what is quoted by marks, else all that follows; with nothing
    above the heading only the heading itself, since then the author's words follow."""
    following = next_said(lines, heading.end, within=len(lines))
    if heading.kind == "attribution" and following is not None:
        following = _after_omission(lines, following)
    if following is None:
        end = len(lines)
    elif _is_quoted(lines[following]):
        end = _end_of_quotation(lines, following)
    else:
        end = len(lines) if above or heading.kind == "marker" else heading.end
    return Run(index, end, True, body=heading.end, heading=heading, attributed=True)


def _after_omission(lines, index):
    if lines[index].depth or not OMISSION.match(lines[index].said):
        return index
    following = next_said(lines, index + 1)
    return following if following is not None and lines[following].depth else index


def _end_of_quotation(lines, begin):
    """The index after the quoted lines, of which `lines[begin]` is the first or the attribution;
    blank lines and overflow between them belong to them."""
    container = lines[begin].mark == "quote" and not lines[begin].depth
    end = index = begin + 1
    chosen = lines[begin].depth and not lines[begin].mark  # by the author, not by the program
    while index < len(lines):
        line = lines[index]
        if chosen and line.mark == "quote":
            break
        if line.depth or (container and line.mark in MARKED):
            end = index + 1
        elif line.said and not _overflows(lines, index):
            break
        index += 1
    return end


def _overflows(lines, index):
    """Whether a line without a mark is the end of the quoted line above it."""
    above, line = lines[index - 1], lines[index]
    if line.raw or not above.depth or index + 1 >= len(lines) or not lines[index + 1].depth:
        return False
    if above.said.count("(") > above.said.count(")") and line.said.endswith(")"):
        return True
    if line.said.startswith(("(http", "<http")) and len(line.said.split()) <= 2:
        return True
    return len(above.said) >= OVERFLOW and line.said[0].islower() and above.said[-1] not in ".!?:;)"

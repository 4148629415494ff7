"""Which lines the author wrote, which are of an earlier mail, and which of the latter to keep."""

from dataclasses import dataclass, field

from . import earlier, footers, signatures
from .lines import next_said

KEPT = ""
OVERFLOW = 50  # a quoted line this long may have been broken by the program that quoted it


@dataclass
class Run:
    """Lines of one kind that follow each other: an author's, or a quotation with its heading."""

    begin: int
    end: int
    quoted: bool
    body: int = 0
    """Of a quotation: where its heading ends and the quoted lines begin."""
    attributed: bool = False
    words: bool = field(default=False)
    """Whether an author's run says something once signatures and the like are off."""


@dataclass
class Sorted:
    """`roles[i]` is "" for a line that is posted, else what it is."""

    roles: list
    forward: earlier.Heading | None = None
    """The heading of what the mail forwards,"""
    forwarded: tuple = (0, 0)
    """(begin, end) of its lines,"""
    alone: bool = False
    """and whether they are all that is posted."""


def sort(lines, is_forward=None):
    """`is_forward`: whether the subject of the mail says that it forwards another, where known."""
    roles = [KEPT] * len(lines)
    top = _after_banner(lines, roles)
    runs, result = _runs(lines, top, roles, is_forward)
    _trim(lines, runs, roles)
    _choose(lines, runs, roles)
    if result.alone and any(run.words and run.begin < result.forwarded[0] for run in runs):
        result.alone = False
    if not _says_something(lines, roles):
        _restore(lines, runs, roles)
        if result.alone and not _says_something(lines, roles):
            begin, end = result.forwarded
            roles[begin:end] = [KEPT] * (end - begin)
    elif result.alone:
        result.alone = any(run.words and run.begin < result.forwarded[1] for run in runs)
    return result


def _after_banner(lines, roles):
    """The index after the warnings that stand above everything."""
    top = 0
    while (begin := next_said(lines, top, within=5)) is not None:
        end = begin
        while end < len(lines) and lines[end].said and end - begin < 10:
            end += 1
        if lines[begin].depth or not footers.is_warning(_joined(lines, begin, end)):
            # A warning may stand directly above the first line.
            if lines[begin].depth or not footers.is_warning(lines[begin].said):
                break
            end = begin + 1
        if next_said(lines, end, within=len(lines)) is None:
            break
        roles[begin:end] = ["banner"] * (end - begin)
        top = end
    return top


def _joined(lines, begin, end):
    return " ".join(line.said for line in lines[begin:end])


def _runs(lines, top, roles, is_forward):
    runs, result, above, index = [], Sorted(roles), False, top
    fenced = False
    while index < len(lines):
        line = lines[index]
        if not line.said:
            index += 1
            continue
        if line.said.startswith("```") and not line.depth:
            fenced = not fenced
        heading = None if fenced else earlier.heading(lines, index)
        if heading:
            run = _quotation(lines, index, heading, above)
            forwards = _forwards(heading, above, is_forward)
            if forwards and not result.forward:
                result.forward, result.forwarded = heading, (heading.end, run.end)
                result.alone = not above
                if above:
                    run.end = len(lines)
            _append(lines, runs, run)
            index = run.end
        elif line.depth or line.mark in ("quote", "attribution"):
            end = _end_of_quotation(lines, index)
            marked = line.mark in ("quote", "attribution")
            _append(lines, runs, Run(index, end, True, body=index, attributed=marked))
            index = end
        else:
            above = True
            _append(lines, runs, Run(index, index + 1, False))
            index += 1
    if result.forward and result.alone:
        result.forwarded = (result.forward.end, _end_of_first(runs, result.forward.end, len(lines)))
    return runs, result


def _append(lines, runs, run):
    """Author's lines that follow each other are one run; empty quoted lines belong to the next."""
    if run.quoted:
        while run.begin and lines[run.begin - 1].depth and not lines[run.begin - 1].said:
            run.begin -= 1
    if runs and not run.quoted and not runs[-1].quoted:
        runs[-1].end = run.end
    else:
        runs.append(run)


def _forwards(heading, above, is_forward):
    if heading.kind == "forward":
        return True
    if heading.kind not in ("headers", "original"):
        return False
    return bool(is_forward) or (is_forward is None and not above)


def _end_of_first(runs, begin, end):
    """Where the forwarded mail itself ends and what it quoted begins."""
    return next((run.begin for run in runs if run.quoted and run.begin >= begin), end)


def _quotation(lines, index, heading, above):
    """The quotation under a heading: what is quoted by marks, else all that follows; under a
    heading with nothing above it only the heading itself, since the author's words follow."""
    following = next_said(lines, heading.end, within=len(lines))
    marked = following is not None and (
        lines[following].depth > 0 or lines[following].mark == "quote"
    )
    if following is None or (not marked and (above or heading.kind == "marker")):
        end = len(lines)
    elif marked:
        end = _end_of_quotation(lines, following)
    else:
        end = heading.end
    return Run(index, end, True, body=heading.end, attributed=True)


def _end_of_quotation(lines, begin):
    """The index after the quoted lines; blank lines and overflow between them belong to them."""
    container = lines[begin].mark == "quote" and not lines[begin].depth
    end = index = begin
    while index < len(lines):
        line = lines[index]
        if line.depth or (container and line.mark in ("quote", "attribution")):
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


def _trim(lines, runs, roles):
    """Signatures, device lines and footers off the author's runs, from the last to the first."""
    last = True
    for run in reversed(runs):
        if run.quoted:
            continue
        end, found = signatures.trim(lines, run.begin, run.end, last)
        for index, role in found.items():
            roles[index] = role
        run.words = any(lines[index].said and not roles[index] for index in range(run.begin, end))
        last = last and not run.words


def _choose(lines, runs, roles):
    """Quotations that an answer follows are kept where the answer needs them."""
    spoken = [position for position, run in enumerate(runs) if run.words]
    quotations = [position for position, run in enumerate(runs) if run.quoted]
    for position in quotations:
        run = runs[position]
        keep = _keeps(lines, runs, position, spoken, quotations)
        for index in range(run.begin, run.end):
            if not keep or index < run.body:
                roles[index] = "earlier"


def _keeps(lines, runs, position, spoken, quotations):
    run = runs[position]
    if run.body >= run.end:
        return False
    if not spoken:
        return not any(runs[other].attributed for other in quotations)
    attributed = [other for other in quotations if runs[other].attributed]
    if position > spoken[-1]:
        chosen = lines[run.begin].raw or (attributed and position < attributed[0])
        return bool(chosen) and not run.attributed and not any(o < position for o in attributed)
    if not run.attributed:
        return True
    above, below = position > spoken[0], [other for other in spoken if other > position]
    if not above:
        return any(runs[other].body < runs[other].end for other in quotations if other > position)
    return not all(
        signatures.only_closing(lines[runs[other].begin : runs[other].end]) for other in below
    )


def _says_something(lines, roles):
    return any(line.said and not role for line, role in zip(lines, roles, strict=True))


def _restore(lines, runs, roles):
    """A mail that seems all footer is a person who writes about such things."""
    for run in runs:
        if not run.quoted:
            for index in range(run.begin, run.end):
                if roles[index] in ("footer", "banner"):
                    roles[index] = KEPT

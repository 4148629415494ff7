"""Which lines are posted: the author's, and of earlier mails what an answer needs."""

from dataclasses import dataclass

from . import footers, signatures
from .earlier import heading
from .lines import next_said
from .runs import Run, runs

POSTED = ""


@dataclass
class Sorted:
    """`roles[i]` is "" for a line that is posted, else what it is."""

    roles: list
    forward: Run | None = None
    """The run that passes another mail on,"""
    forwarded: tuple = (0, 0)
    """(begin, end) of the lines of that mail,"""
    alone: bool = False
    """and whether they are all that is posted."""


def sort(lines, is_forward=None):
    """`is_forward`: whether the subject of the mail says that it forwards another, where known."""
    roles = [POSTED] * len(lines)
    found = runs(lines, _after_warning(lines, roles), is_forward)
    _trim(lines, found, roles)
    _choose(lines, found, roles)
    if not _says_something(lines, roles):
        _restore(lines, found, roles)
    return _forward(lines, found, Sorted(roles))


def _after_warning(lines, roles):
    """The index after the warnings that stand above everything."""
    top = 0
    while (begin := next_said(lines, top, within=5)) is not None and not lines[begin].depth:
        end = begin
        while end < min(len(lines), begin + 10) and lines[end].said:
            end += 1
        if not footers.is_warning(" ".join(line.said for line in lines[begin:end])):
            end = begin + 1  # it may stand directly above the first line
            if not footers.is_warning(lines[begin].said):
                break
        roles[begin:end] = ["warning"] * (end - begin)
        top = end
    return top


def _trim(lines, found, roles):
    """Signatures, device lines and footers off the author's runs, from the last to the first."""
    last = True
    for run in reversed(found):
        if run.quoted:
            continue
        for index, role in signatures.trim(lines, run.begin, run.end, last).items():
            roles[index] = role
        run.words = any(lines[i].said and not roles[i] for i in range(run.begin, run.end))
        last = last and not run.words


def _choose(lines, found, roles):
    """Cuts the headings, and the quotations that no answer needs."""
    kept = _needed(lines, found)
    for position, run in enumerate(found):
        if run.quoted:
            end = run.body if position in kept else run.end
            roles[run.begin : end] = ["earlier"] * (end - run.begin)


def _needed(lines, found):
    """The positions of the quotations to keep."""
    quoted = [at for at, run in enumerate(found) if run.quoted and run.body < run.end]
    attributed = [at for at, run in enumerate(found) if run.quoted and run.attributed]
    spoken = [at for at, run in enumerate(found) if run.words]
    if not spoken:
        return [] if attributed else quoted
    answers = [
        at for at in spoken if not signatures.only_closing(lines[found[at].begin : found[at].end])
    ]
    first, last_answer = attributed[0] if attributed else len(found), max(answers, default=-1)
    kept = set()
    for at in quoted:
        if not found[at].attributed:
            # Chosen by the author: before the earlier mail, between words, or set off in HTML.
            own = at < first and (attributed or lines[found[at].begin].raw)
            if at < spoken[-1] or own:
                kept.add(at)
        elif spoken[0] < at < last_answer or at < min(spoken[0], quoted[-1]):
            kept.add(at)
    return kept


def _passes_on_another(lines, found, at):
    """Whether the mail that is passed on says nothing but passes another on itself."""
    begin, end = found[at].body, _end_of_forwarded(lines, found, at, above=False)
    says_something = any(line.said for line in lines[begin:end])
    below = found[at + 1].heading if at + 1 < len(found) else None
    return not says_something and below is not None and below.kind != "marker"


def _end_of_forwarded(lines, found, at, above):
    run = found[at]
    if run.end > run.body or above:
        return run.end
    # Not quoted by marks: until the mail that it quoted.
    return next((other.begin for other in found[at + 1 :] if other.quoted), len(lines))


def _says_something(lines, roles):
    return any(line.said and not role for line, role in zip(lines, roles, strict=True))


def _restore(lines, found, roles):
    """A mail that seems all footer is a person who writes about such things; and some type their
    words in what the mail program marks as the signature, or as the earlier mail, above it."""
    for run in found:
        for index in range(run.begin, run.end if not run.quoted else run.begin):
            if roles[index] == "footer" or lines[index].mark == "signature":
                roles[index] = POSTED
    if found and found[0].quoted and not found[0].heading:
        _restore_above(lines, found[0], roles)
    for index, role in enumerate(roles):
        if role == "warning":
            roles[index] = POSTED


def _restore_above(lines, run, roles):
    """The words above the earlier mail within what the mail program marks as that mail."""
    for index in range(run.begin, run.end):
        line, below = lines[index], next_said(lines, index + 1)
        announces = line.mark == "attribution" and below is not None and lines[below].depth
        if line.depth or announces or (line.said and heading(lines, index)):
            return
        roles[index] = POSTED


def _forward(lines, found, result):
    """What the mail forwards; when it says nothing else, that is posted."""
    at = next((at for at, run in enumerate(found) if run.forwards), None)
    if at is None:
        return result
    above = any(other.words for other in found[:at])
    while not above and _passes_on_another(lines, found, at):
        at += 1
    run, end, roles = found[at], _end_of_forwarded(lines, found, at, above), result.roles
    result.forward, result.forwarded = run, (run.body, end)
    if not _says_something(lines, roles):
        roles[run.body : end] = [POSTED] * (end - run.body)
        result.alone = True
    else:
        result.alone = not above and end > run.end
    return result

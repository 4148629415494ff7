"""Options and answers in words, and what changed between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conversations.outcomes.decisions.models.choices import Method

# Beyond this lines are compared instead of words, so that a long text costs no more.
MOST_WORDS = 3000
MOST_LINES = 3000


def option_words(option):
    """What stands on the ballot: its label, or the moment by the reader's clock."""
    if option.starts_at is None:
        return option.label
    words = formats.date_format(timezone.localtime(option.starts_at), "l j F Y, H:i")
    if option.ends_at:
        words += f"–{timezone.localtime(option.ends_at):%H:%M}"
    return words


def answer_words(decision, answer, options):
    """One answer on one line. `options` are {number: Option}."""
    names = {number: option_words(option) for number, option in options.items()}
    match answer:
        case {"stand": stand}:
            return str(decision.stands.get(stand, stand))
        case {"options": numbers}:
            return ", ".join(names[n] for n in numbers)
        case {"ranking": ranking}:
            return ", ".join(f"{place}. {names[n]}" for place, n in enumerate(ranking, 1))
        case {"scores": scores}:
            return ", ".join(f"{names[n]}: {points}" for n, points in scores)
        case {"dates": dates}:
            words = {"yes": _("yes"), "maybe": _("if need be"), "no": _("no")}
            return ", ".join(f"{names[n]}: {words[word]}" for n, word in dates)
    raise ValueError(f"no answer: {answer}")


def votes_in_words(decision, row):
    """How a line of the tally is read: "4 votes", "12 points", "3 yes, 1 if need be, 2 no";
    of a ranked choice that took more rounds "4 votes in round 2"."""
    if decision.method == Method.DATES:
        about = {"yes": row.yes, "maybe": row.maybe, "no": row.no}
        return _("%(yes)s yes, %(maybe)s if need be, %(no)s no") % about
    if decision.method == Method.SCORE:
        return ngettext("%(count)s point", "%(count)s points", row.votes) % {"count": row.votes}
    if row.out:
        return _("out in round %(number)s") % {"number": row.out}
    if len(decision.rounds) > 1:
        words = ngettext(
            "%(count)s vote in round %(number)s", "%(count)s votes in round %(number)s", row.votes
        )
        return words % {"count": row.votes, "number": len(decision.rounds)}
    if decision.method == Method.RANKED:
        words = ngettext("%(count)s first choice", "%(count)s first choices", row.votes)
        return words % {"count": row.votes}
    return str(row.votes)


@dataclass
class Piece:
    """A stretch of text: "same", "gone" or "new"."""

    kind: str
    text: str


def changes(was, now):
    """The pieces that make of `was` what it is `now`."""
    split = re.compile(r"(\s+)").split
    before, after = split(was), split(now)
    if len(before) + len(after) > MOST_WORDS:
        before, after = was.splitlines(keepends=True), now.splitlines(keepends=True)
    if len(before) + len(after) > MOST_LINES:
        return [Piece("gone", was), Piece("new", now)]
    pieces = []
    for kind, b1, b2, a1, a2 in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(after[a1:a2])))
            continue
        if b2 > b1:
            pieces.append(Piece("gone", "".join(before[b1:b2])))
        if a2 > a1:
            pieces.append(Piece("new", "".join(after[a1:a2])))
    return [piece for piece in pieces if piece.text]


def versions(decision):
    """[(amendment, pieces from the text before it to the text that came of it)], newest first."""
    amendments = list(decision.amendments.select_related("by"))
    texts = [f"{each.title}\n\n{each.body}" for each in amendments]
    texts.append(f"{decision.title}\n\n{decision.message.body}")
    steps = [changes(was, now) for was, now in pairwise(texts)]
    return list(zip(amendments, steps, strict=True))[::-1]

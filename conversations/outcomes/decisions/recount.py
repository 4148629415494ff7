"""The count, step by step, so that a reader with the answers can do it again."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conversations.outcomes.decisions.models.choices import Basis, Method, Threshold
from conversations.outcomes.decisions.wording import option_words

WHY_OUT = {
    "fewest": gettext_lazy("fewest votes"),
    "earlier": gettext_lazy("equally few; fewest in an earlier round"),
    "places": gettext_lazy("equally few; least often in a high place"),
    "together": gettext_lazy("equal in everything: out together"),
}


@dataclass
class Recount:
    """`sentences` in the order of the count; of a ranked choice the `rounds` as a table."""

    sentences: list[str]
    headings: list[str] = field(default_factory=list)
    rows: list[tuple[str, list]] = field(default_factory=list)


def recount(decision):
    """Of a decision that was counted; None of another one."""
    if not (result := decision.result):
        return None
    steps = [_turnout(result), *_quorum(decision, result)]
    if result["because"] not in ("no_quorum", "nobody_answered"):
        steps += _threshold(decision, result)
    steps.append(str(decision.because))
    return Recount(steps, *(_rounds(decision, result) if result["rounds"] else ()))


def _turnout(result):
    words = ngettext(
        "%(asked)s person was asked; %(answered)s answered.",
        "%(asked)s people were asked; %(answered)s answered.",
        result["asked"],
    )
    return words % {"asked": result["asked"], "answered": result["answered"]}


def _quorum(decision, result):
    if not result["quorum"]:
        return []
    reached = result["answered"] >= result["quorum"]
    words = (
        _("The quorum is %(percent)s%%: %(needed)s answers. It was reached.")
        if reached
        else _("The quorum is %(percent)s%%: %(needed)s answers. It was not reached.")
    )
    return [words % {"percent": decision.quorum, "needed": result["quorum"]}]


def _threshold(decision, result):
    if decision.method in (Method.ADVICE, Method.CONSENT):
        return []
    steps = []
    if decision.method == Method.SCORE:
        steps.append(_("The points of all answers are added up."))
    if decision.method == Method.DATES:
        steps.append(
            _("“Yes” and “if need be” count for a moment; of equals the one with the most “yes”.")
        )
    if result["rounds"]:
        steps.append(_("In each round an answer counts for its highest option that is still in."))
    about = {
        "needed": Threshold(result["threshold"]).label, "support": result["support"],
        "basis": result["basis"], "of": Basis(result["of"]).label,
    }  # fmt: skip
    if result["threshold"] == Threshold.MOST:
        return [*steps, _("The most support was %(support)s of %(basis)s.") % about]
    words = _("Needed: %(needed)s, %(of)s. The most support was %(support)s of %(basis)s.")
    return [*steps, words % about]


def _rounds(decision, result):
    """(headings, rows): for each option its votes in each round."""
    rounds = result["rounds"]
    headings = [_("Round %(number)s") % {"number": n} for n in range(1, len(rounds) + 1)]
    rows = [
        (option_words(option), [_cell(option.number, each) for each in rounds])
        for option in decision.options.all()
        if not option.is_withdrawn
    ]
    exhausted = [{"votes": each["exhausted"]} for each in rounds]
    return headings, [*rows, (_("No preference left"), exhausted)]


def _cell(number, each):
    votes = each["votes"].get(str(number))
    out = number in each["out"]
    return {"votes": votes, "out": out, "why": WHY_OUT[each["because"]] if out else ""}

"""Decisions in the demo world. `grows decision` takes in its table what `Decision.objects.grow`
takes, with the names of people; who is named in `people` is asked.

`votes` has its answer in the table: `stand = "agree"`, `options = [2]`, `ranking = [2, 1]`, or
`dates = ["yes", "no"]` for each in order; the text is the reason. Then there are `replies` (`to`
whom), `amends` (`why`), `falls_due` (the closing time comes) and `states` (`carriers`,
`review_on`), which take their words from the text.
"""

from django.utils import timezone

from conversations.outcomes.decisions.models import Decision

DATES = {"decided_on", "effective_from", "review_on"}


def grow(stage, act, **common):
    about = settings(stage, act)
    if about.get("people"):
        about["audience"] = "named"
    return Decision.objects.grow(**common, **about)


def settings(stage, act):
    """The table, with the people who are named and the days."""
    about = dict(act.about)
    for name in {"people", "carriers"} & about.keys():
        about[name] = [stage.people[key] for key in about[name]]
    for name in DATES & about.keys():
        about[name] = timezone.localdate(about[name])
    return about


def votes(stage, act, by, decision):
    (form, answer), *_others = act.about.items()
    if form == "dates":
        answer = dict(enumerate(answer, 1))
    decision.cast(by, answer, reason=act.text)


def replies(stage, act, by, decision):
    ballot = decision.ballots.filter(person=stage.people[act.about["to"]]).latest("version")
    decision.reply(by, ballot, act.text)


def amends(stage, act, by, decision):
    decision.amend(by, decision.title, act.text, **act.about)


def falls_due(stage, act, by, decision):
    decision.settle()


def states(stage, act, by, decision):
    decision.state_outcome(by, act.text, **settings(stage, act))


DEEDS = {deed.__name__: deed for deed in (votes, replies, amends, falls_due, states)}

"""Answering by a click in a mail. What the click says is in its address, with the version of the
words that were read: nothing is guessed from prose.

A secret vote has no buttons: the mail would say who voted what. Nor has what takes more than one
click: ranking, and giving points.
"""

import re

from django.utils.functional import lazy
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conversations.kinds import CannotAnswer, MailVerb
from conversations.models import Closed, Unapproved
from conversations.outcomes.decisions.counting.answers import DATES
from conversations.outcomes.decisions.forms.each import DATE_WORDS
from conversations.outcomes.decisions.models.answering import ALWAYS_REASONED
from conversations.outcomes.decisions.models.choices import (
    OBJECTIONS,
    Meaning,
    Method,
    Reasons,
    State,
)
from conversations.outcomes.decisions.models.errors import Refused
from conversations.outcomes.decisions.wording import answer_words, option_words
from conversations.views.outcomes import in_words
from groups import access

VERB = re.compile(r"([a-z]{1,11})(\d{0,4})-(\d{1,4})")


def verbs(decision, people):
    """{person key: [MailVerb]} for those who were asked, and answer for themselves."""
    if decision.is_secret or not _takes_answers(decision):
        return {}
    asked = decision.voters.filter(person__in=people, proxy=None)
    if not decision.may_change:
        asked = asked.filter(has_answered=False)
    buttons = _buttons(decision)
    return dict.fromkeys(asked.values_list("person", flat=True), buttons) if buttons else {}


def answer(decision, by, name, words):
    """Cast the answer that the name of a button stands for. Returns a sentence. Raises
    `CannotAnswer`."""
    match = VERB.fullmatch(name)
    if match is None or decision.is_secret:
        raise CannotAnswer(_("This answer does not fit the question. Choose from what is there."))
    word, number, version = match[1], int(match[2] or 0), int(match[3])
    try:
        given, reason = _answer(decision, by, word, number)
        if _asks_reason(decision, word, number):
            reason = words
        _voter, ballot = decision.cast(by, given, reason, version=version)
    except (Refused, Unapproved, Closed) as refusal:
        raise CannotAnswer(in_words(refusal)) from refusal
    except access.MayNot as refusal:
        raise CannotAnswer(_("You do not take part in this conversation any more.")) from refusal
    options = {option.number: option for option in decision.options.all()}
    about = {
        "title": decision.title,
        "answer": answer_words(decision, ballot.answer, options),
    }
    return _("Your answer to “%(title)s” is: %(answer)s.") % about


def _takes_answers(decision):
    """What was decided elsewhere takes agreement and reservations as long as it is in force."""
    recorded = decision.method == Method.RECORDED and decision.state == State.ADOPTED
    return recorded or decision.is_open


def _buttons(decision):
    if decision.stands:
        return [_stand(decision, key, label) for key, label in decision.stands.items()]
    standing = [option for option in decision.options.all() if not option.is_withdrawn]
    if decision.method == Method.VOTE and decision.max_choices == 1:
        return [_choice(decision, option) for option in standing]
    if decision.method == Method.DATES:
        return [_date(decision, option, word) for option in standing for word in DATES]
    return []


def _stand(decision, key, label):
    return MailVerb(f"{key}-{decision.version}", label, _asks_reason(decision, key, 0))


def _choice(decision, option):
    name = f"opt{option.number}-{decision.version}"
    return MailVerb(name, _short(option), _asks_reason(decision, "opt", option.number))


def _date(decision, option, word):
    name = f"{word}{option.number}-{decision.version}"
    return MailVerb(name, DATE_WORDS[word], about=_short_to_reader(option))


def _short(option):
    return Truncator(option_words(option)).chars(60)


_short_to_reader = lazy(_short, str)


def _asks_reason(decision, word, number):
    """As `Decision.cast` asks it."""
    if decision.method == Method.DATES or decision.reasons == Reasons.ALWAYS:
        return decision.reasons == Reasons.ALWAYS
    against = any(
        option.number == number and option.meaning == Meaning.AGAINST
        for option in decision.options.all()
    )
    objects = word in OBJECTIONS or against
    return word in ALWAYS_REASONED or (objects and decision.reasons == Reasons.OBJECTION)


def _answer(decision, by, word, number):
    """(what `Decision.cast` takes, the reason given before); a date is answered beside those that
    were answered before."""
    if decision.method == Method.DATES and word in DATES:
        before = decision.ballot_of(by)
        dates = dict(before.answer["dates"]) if before else {}
        return dates | {number: word}, before.reason if before else ""
    if decision.method == Method.VOTE and word == "opt":
        return [number], ""
    return word, ""

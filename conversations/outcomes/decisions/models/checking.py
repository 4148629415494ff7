"""Whether what someone wants to ask can be asked. All raise `ValidationError` by field."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from conversations.outcomes.decisions.models.choices import (
    CAN_BE_SECRET,
    MAX_OPTIONS,
    MAX_SCORE,
    WITH_OPTIONS,
    Audience,
    Meaning,
    Method,
    Reasons,
    Results,
)
from conversations.outcomes.decisions.models.option import Option
from groups import access
from workspace.text import clean_line

# What someone can set; the other fields follow from what happens.
FIELDS = {
    "method", "opens_at", "closes_at", "audience", "guests", "quorum", "threshold", "basis",
    "max_choices", "max_score", "reasons", "results", "is_secret", "may_change", "has_proxies",
    "decided_by", "mandate", "decided_on", "effective_from", "review_on", "statement",
}  # fmt: skip
LONGEST = timedelta(days=3 * 366)
MAX_NAMED = 1000


def options_of(decision, wanted):
    """`Option`s, not yet saved, of dicts; a vote without any gets those of yes or no."""
    wanted = list(wanted)
    if decision.method == Method.VOTE and not wanted:
        wanted = [
            {"label": _("In favour"), "meaning": Meaning.FOR},
            {"label": _("Against"), "meaning": Meaning.AGAINST},
            {"label": _("No opinion"), "meaning": Meaning.ABSTAIN},
        ]
    if len(wanted) > MAX_OPTIONS:
        raise _error("options", _("At most %(count)d options fit.") % {"count": MAX_OPTIONS})
    return [
        Option(number=n, **option | {"label": clean_line(option.get("label") or "")})
        for n, option in enumerate(wanted, 1)
    ]


def check(decision, options, people):
    """The settings of a decision that is not yet open, and its options."""
    if decision.method not in Method.values:
        raise _error("method", _("Choose how it is decided."))
    check_times(decision.opens_at, decision.closes_at)
    _check_options(decision, options)
    _check_secret(decision)
    _check_numbers(decision, options)
    if decision.audience == Audience.NAMED and not people:
        raise _error("people", _("Name who is asked."))
    if len(people) > MAX_NAMED:
        raise _error("people", _("At most %(count)d people fit.") % {"count": MAX_NAMED})
    others = {field.name for field in decision._meta.fields} - FIELDS
    decision.clean_fields(exclude=others)


def check_times(opens_at, closes_at):
    now = timezone.now()
    if closes_at is None:
        return
    if opens_at is not None and closes_at <= opens_at:
        raise _error("closes_at", _("It closes before it opens. Choose a later moment."))
    if closes_at <= now:
        raise _error("closes_at", _("This moment is past. Choose a later one."))
    if closes_at > now + LONGEST:
        raise _error("closes_at", _("Choose a moment within three years."))


def check_audience(decision, people, thread):
    """Those named can take part in the conversation, and what is replaced is the author's."""
    may = access.those_who_may(people, "post", thread)
    guests = set() if decision.guests else _guests(people, thread)
    if strangers := [p.name for p in people if p not in may or p.pk in guests]:
        names = ", ".join(strangers[:5])
        raise _error(
            "people", _("Cannot answer in this conversation: %(names)s.") % {"names": names}
        )


def _guests(people, thread):
    roles = access.roles_of(people, thread)
    return {pk for pk, role in roles.items() if role == "guest"}


def _check_options(decision, options):
    if decision.method not in WITH_OPTIONS:
        if options:
            raise _error("options", _("This way of deciding has its own answers."))
        return
    if len(options) < 2:
        raise _error("options", _("Give at least two options."))
    if decision.method == Method.DATES:
        _check_moments(options)
    elif not all(option.label for option in options):
        raise _error("options", _("An option has no words."))
    if len({(o.label.casefold(), o.starts_at) for o in options}) < len(options):
        raise _error("options", _("Two options are the same."))
    _check_meanings(decision, options)
    for option in options:
        try:
            option.clean_fields(exclude={"decision"})
        except ValidationError as error:
            raise ValidationError({"options": error.messages}) from error


def _check_meanings(decision, options):
    """Only in a vote does an option say yes or no."""
    if decision.method != Method.VOTE:
        for option in options:
            option.meaning = Meaning.CHOICE
    elif not any(option.meaning in (Meaning.CHOICE, Meaning.FOR) for option in options):
        raise _error("options", _("Nothing can be adopted: give an option that says yes."))


def _check_moments(options):
    for option in options:
        if option.starts_at is None:
            raise _error("options", _("Give the moment of each option."))
        if option.ends_at is not None and option.ends_at <= option.starts_at:
            raise _error("options", _("A moment ends before it begins."))


def _check_secret(decision):
    if not decision.is_secret:
        return
    if decision.method not in CAN_BE_SECRET:
        raise _error("is_secret", _("Here it must be known who answered what."))
    # Whatever could tell who gave which ballot is switched off.
    decision.results, decision.reasons, decision.may_change = Results.CLOSED, Reasons.NEVER, False


def _check_numbers(decision, options):
    if decision.quorum > 100:
        raise _error("quorum", _("A percentage is at most 100."))
    if decision.method == Method.VOTE and not 0 <= decision.max_choices <= len(options):
        raise _error("max_choices", _("There are not so many options."))
    if decision.method == Method.SCORE and not 1 <= decision.max_score <= MAX_SCORE:
        raise _error("max_score", _("Scores go to at most %(count)d.") % {"count": MAX_SCORE})


def _error(field, words):
    return ValidationError({field: words})

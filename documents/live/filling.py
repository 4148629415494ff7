"""What a new text begins with: a template of the group, filled in from the conversation."""

import re

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy

from conversations.kinds import outcome_kinds
from conversations.models import Message
from workspace.text import clean_line

PLACE = re.compile(r"\{(\w+)\}")
MAX_PEOPLE, MAX_OUTCOMES = 60, 100

MINUTES = gettext_lazy("""# Minutes: {subject}

{date} · {group}

Present: {people}

## Agenda

1. 

## What was said


## Decisions

{decisions}

## Tasks

{tasks}
""")  # noqa: W291
ADVICE = gettext_lazy("""# Advice: {subject}

{date} · {group} · {author}

## Question


## Advice in short


## Grounds


## Consequences


## What was decided before

{decisions}
""")
PLAN = gettext_lazy("""# Project plan: {subject}

{date} · {group}

## Why


## Goal and result


## Who take part

{people}

## Steps

{tasks}

## Risks


## Decisions

{decisions}
""")
DEFAULTS = {
    "minutes": (gettext_lazy("Minutes"), MINUTES),
    "advice": (gettext_lazy("Advice"), ADVICE),
    "plan": (gettext_lazy("Project plan"), PLAN),
}
# What can stand in a template.
PLACES = {
    "subject": gettext_lazy("the subject of the conversation"),
    "group": gettext_lazy("the name of the group"),
    "date": gettext_lazy("today's date"),
    "author": gettext_lazy("who begins the text"),
    "people": gettext_lazy("who wrote in the conversation"),
    "decisions": gettext_lazy("the decisions of the conversation"),
    "tasks": gettext_lazy("the tasks of the conversation"),
}


def templates_of(group):
    """[(key, name, words, template or None)]: those that come with the program, or what the group
    has in their place, and then the group's own. The key goes in addresses and forms."""
    own = list(group.text_templates.all())
    changed = {template.kind: template for template in own if template.kind}
    found = []
    for kind, (name, words) in DEFAULTS.items():
        mine = changed.get(kind)
        found.append((kind, mine.name, mine.words, mine) if mine else (kind, name, words, None))
    found += [(str(one.pk), one.name, one.words, one) for one in own if not one.kind]
    return found


def filled(words, thread, person):
    """The words with what stands between braces filled in, as far as it is known."""
    wanted = {name for name in PLACE.findall(words) if name in PLACES}
    values = {name: _VALUES[name](thread, person) for name in wanted}
    return PLACE.sub(lambda found: values.get(found[1], found[0]), words)


def _people(thread, person):
    authors = Message.objects.filter(thread=thread, notice__isnull=True).order_by()
    names = authors.standing().values_list("author__name", flat=True).distinct()
    return ", ".join(sorted(map(_plain, names[:MAX_PEOPLE]))) or _plain(person.name)


def _outcomes(kind):
    """A list of the outcomes of a kind, if there is such a kind, with links to them."""

    def listed(thread, person):
        config = outcome_kinds().get(kind)
        if config is None:
            return "-"
        found = config.outcomes.visible_to(person).filter(message__thread=thread)
        lines = [
            f"- [{_plain(one.title)}]({one.get_absolute_url()}): {one.state_label}"
            for one in found.with_place().for_cards().order_by("pk")[:MAX_OUTCOMES]
        ]
        return "\n".join(lines) or "-"

    return listed


def _plain(words):
    """Words of someone that are no markup in the text."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", clean_line(words))


def _today(thread, person):
    return formats.date_format(timezone.localdate(), "j F Y")


_VALUES = {
    "subject": lambda thread, person: _plain(thread.subject),
    "group": lambda thread, person: _plain(thread.group.name),
    "date": _today,
    "author": lambda thread, person: _plain(person.name),
    "people": _people,
    "decisions": _outcomes("decision"),
    "tasks": _outcomes("task"),
}

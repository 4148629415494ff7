"""Options, answers and counts in words, in the reader's language and time."""

from django import template

from conversations.outcomes.decisions import wording

register = template.Library()
register.filter("option_words", wording.option_words)


@register.simple_tag
def votes_in_words(decision, row):
    return wording.votes_in_words(decision, row)


@register.simple_tag
def answer_words(decision, ballot, options):
    return wording.answer_words(decision, ballot.answer, options)

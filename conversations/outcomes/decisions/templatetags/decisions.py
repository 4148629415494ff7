"""Options, answers and counts in words, in the reader's language and time."""

from django import template

from conversations.outcomes.decisions import recount, wording

MOST_ON_PAPER = 200

register = template.Library()
register.filter("option_words", wording.option_words)
register.simple_tag(wording.votes_in_words)
register.simple_tag(recount.recount)


@register.simple_tag
def answer_words(decision, ballot, options):
    return wording.answer_words(decision, ballot.answer, options)


@register.simple_tag
def answers_for(decision, person):
    """[(ballot, its answer in words)] of those that this person may see, the first of them."""
    options = {option.number: option for option in decision.options.all()}
    return [
        (ballot, wording.answer_words(decision, ballot.answer, options))
        for ballot in decision.ballots_for(person)[:MOST_ON_PAPER]
    ]

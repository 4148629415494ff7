"""What a template says of outcomes, for who looks."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def grown_for(context, message):
    """What grew out of a message, as far as this reader may read it."""
    return message.grown_for(context["request"].user)


@register.simple_tag(takes_context=True)
def steps_for(context, outcome):
    """What was done with an outcome, as far as this reader may read it."""
    return outcome.steps_for(context["request"].user)

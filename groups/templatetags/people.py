"""How people are named on a page."""

from django import template

from groups import names

register = template.Library()


@register.filter
def name_note(name):
    """What a reader must know of the letters of a name, or nothing."""
    return names.note(str(name))


@register.filter
def without(name, person):
    """The name of a small group as its people see it: without themselves."""
    others = [part for part in str(name).split(", ") if part != person.name]
    return ", ".join(others) or name

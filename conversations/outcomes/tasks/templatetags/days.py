from datetime import date

from django import template

register = template.Library()


@register.filter
def as_day(text):
    """The date that a notice keeps as 2026-11-25."""
    return date.fromisoformat(text)

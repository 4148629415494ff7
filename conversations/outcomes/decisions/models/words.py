"""Texts that people add to a decision, in bounds."""

from conversations.outcomes.decisions.models.errors import TooLong
from workspace.text import clean_line, clean_text

MOST_IN_LINE = 500
MOST = 5000


def brief(text):
    """One line. Raises `TooLong`."""
    return _bounded(clean_line(text), MOST_IN_LINE)


def long(text):
    """Several lines. Raises `TooLong`."""
    return _bounded(clean_text(text), MOST)


def _bounded(text, most):
    if len(text) > most:
        raise TooLong
    return text

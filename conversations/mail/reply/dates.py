"""Dates and times in any language, by their form."""

import re

NUMERIC = (
    r"(?<!\d)(?:\d{1,2}[-./]\s?\d{1,2}[-./]\s?(?:\d{4}|\d{2})|\d{4}[-./]\s?\d{1,2}[-./]\s?\d{1,2})"
    r"(?!\d)"
)
IDEOGRAPHIC = r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]"
# A day, a month in letters and a year, in whatever order: "5 jan. 2026", "March 5, 2026".
WRITTEN = (
    r"(?<!\d)\d{1,2}(?:\.|st|nd|rd|th|º)?,?[-\s](?:[^\W\d]{1,4}\s)?[^\W\d]{1,14}\.?,?[-\s/]"
    r"(?:[^\W\d]{1,4}\s)?(?:\d{1,2},?\s)?(?:19|20)\d\d(?!\d)"
    r"|[^\W\d]{3,14}\.?[-\s]\d{1,2}(?:st|nd|rd|th)?,?[-\s](?:19|20)?\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d\.?\s[^\W\d]{1,14}\.?\s\d{1,2}(?!\d)"
)
CLOCK = r"(?<!\d)(?:[01]?\d|2[0-3])\s?[:：]\s?[0-5]\d(?!\d)|\b(?:kl|klo|alle)\.? \d{1,2}\.\d\d"
DATE = re.compile(f"{NUMERIC}|{IDEOGRAPHIC}|{WRITTEN}", re.I)
TIME = re.compile(CLOCK, re.I)
WEEKDAY_OR_ARTICLE = 3  # words that may stand before the first number of a date


def dated(words):
    """Whether a date with its year stands in these words."""
    return bool(DATE.search(words))


def timed(words):
    return bool(TIME.search(words))


def leads(words):
    """Whether the words begin with a date or a time, but for a preposition and a weekday."""
    head = words[:160]
    first = re.search(r"\d", head)
    if not first or len(head[: first.start()].split()) > WEEKDAY_OR_ARTICLE + 1:
        return False
    rest = head[max(0, first.start() - 16) :]
    found = DATE.search(rest) or TIME.search(rest)
    return bool(found and found.start() <= 24)

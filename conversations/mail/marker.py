"""The line above what our own mails quote: what stands below it is ours, not the author's."""

import re

REPLY_MARKER = {
    "nl": "## Schrijf uw antwoord boven deze regel ##",
    "en": "## Write your reply above this line ##",
}
# Ours, and what other programs write in its place.
MARKER = re.compile(
    r"\b(?:schrijf|typ|reageer|antwoord|beantwoord|write|type|reply|respond|enter|antworten|"
    r"schreiben|r[eé]pond\w*|[eé]cri\w*|responda|escriba|rispond\w*)\b.{0,40}"
    r"\b(?:boven|above|oberhalb|[uüÜ]ber|dessus|encima|arriba|sopra)\b.{0,20}"
    r"\b(?:regel|lijn|streep|line|zeile|linie|ligne|l[ií]nea|riga)\b",
    re.I,
)
DECORATED = re.compile(r"^[#=\-–—_*~<>\[( ]{2,60}.{0,200}[#=\-–—_*~<>\]) ]{2,60}$")


def is_marker(words):
    """Whether one line (or two, re-wrapped and joined) is such a line.

    Our own words alone say so; other words need a frame of signs around them, since a person may
    write "reply above the line" too.
    """
    if len(words) > 120:
        return False
    bare = words.strip("#=-–—_*~<>[]() ").lower()
    if any(bare == marker.strip("# ").lower() for marker in REPLY_MARKER.values()):
        return True
    return bool(DECORATED.match(words) and MARKER.search(words))

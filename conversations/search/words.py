"""What a word is: for the index, for what someone seeks, and for what is marked in a text. The same
on every database, so that neither's own idea of words, accents and languages shows."""

import re
import unicodedata

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

WORD = re.compile(r"[^\W_]+")
# Signs of Markdown, which do not help who reads a few words of it.
MARKUP = re.compile(r"^[ >#+-]+|-{2,}|[*_|`~]+", re.M)
MAX_WORD = 40
# Of one text (bytes, so that a vector of PostgreSQL holds them: 1 MB), and of one question.
MAX_BYTES = 300_000
MAX_SOUGHT = 8
EXCERPT = 220
BEFORE = 60


def fold(text):
    """Without accents, and in small letters; longer or shorter than the text it is made of."""
    marked = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def words_of(*texts):
    """Each word of these texts once, folded, in one line of bounded length."""
    found, size = {}, 0
    for text in texts:
        for match in WORD.finditer(fold(text)):
            word = match[0][:MAX_WORD]
            if word not in found:
                size += len(word.encode()) + 1
                if size > MAX_BYTES:
                    return " ".join(found)
                found[word] = True
    return " ".join(found)


def sought_in(question):
    """For each word of a question its `beginnings`; no words at all where it has none."""
    found = list(dict.fromkeys(words_of(question[:500]).split()))
    longer = [word for word in found if len(word) > 1]
    return [beginnings(word) for word in (longer or found)[:MAX_SOUGHT]]


def beginnings(word):
    """How words begin that are this word, longer ones, or its plural or singular in Dutch: taak,
    taken; besluit, besluiten; brief, brieven."""
    if len(word) > 4 and (stem := re.fullmatch(r"(.+[^aeiou])en", word)):
        stem = stem[1]
        if stem[-1] == stem[-2]:
            return (stem[:-1],)
        hard = stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
        open_vowel = re.fullmatch(r"(.*[^aeiou]|)([aeou])([^aeiou])", hard)
        closed = open_vowel and f"{open_vowel[1]}{open_vowel[2] * 2}{open_vowel[3]}"
        return tuple(dict.fromkeys(filter(None, (stem, hard, closed))))
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        return (word[:-1],)
    if len(word) > 3 and (ends := re.fullmatch(r"(.*?)([aeiou]{2})([^aeiou])", word)):
        first, second = ends[2]
        soft = {"f": "v", "s": "z"}.get(ends[3], ends[3])
        vowel = first if first == second else ends[2]
        return tuple(dict.fromkeys((word, f"{ends[1]}{vowel}{soft}en")))
    return (word,)


def holds(texts, sought):
    """Whether each sought word stands in one of the texts."""
    present = words_of(*texts).split()
    return all(any(word.startswith(begins) for word in present) for begins in sought)


def excerpt(text, sought):
    """A piece of the text around the first hit, as HTML with the hits marked."""
    text = " ".join(MARKUP.sub(" ", text).split())
    first = next((match for match in WORD.finditer(text) if _is_hit(match[0], sought)), None)
    start = max(0, first.start() - BEFORE) if first else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    piece = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        piece = piece[: piece.rfind(" ")] if " " in piece else piece
    ends = "…" if start + len(piece) < len(text) else ""
    return format_html("{}{}{}", "… " if start else "", marked(piece, sought), ends)


def marked(text, sought):
    """The text as HTML, with each hit in a `<mark>`."""
    pieces, done = [], 0
    for match in WORD.finditer(text):
        if _is_hit(match[0], sought):
            pieces += [escape(text[done : match.start()]), f"<mark>{escape(match[0])}</mark>"]
            done = match.end()
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308 - each piece is escaped


def _is_hit(word, sought):
    folded = fold(word)
    return any(folded.startswith(begins) for begins in sought)

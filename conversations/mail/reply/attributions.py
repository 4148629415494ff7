"""Who wrote what follows, and when: "Op 5 januari 2026 om 10:12 schreef Els <els@a.example>:"."""

import re

from . import dates
from .lines import next_said

LONGEST = 400  # characters of an attribution
MOST_LINES = 6

ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]{1,80}@[^\s<>()\[\]\"',;:]{1,120}")
# Name and address at the very end, before the colon; or an address alone.
ENDS_WITH_ADDRESS = re.compile(
    r"[<(\[](?:mailto:)?[^\s<>()@]{1,80}@[^\s<>()@]{1,120}\s?[>)\]]{0,3}\s?[:：]$"
)
_WORDS = (
    "schreef geschreven geskryf wrote writes sent schrieb schreibt geschrieben écrit ecrit "
    "escribió escribio escribiu scritto scrive escreveu escrigué napisał napisała napisana pisze "
    "skrev skrifaði kirjoitti napsal napsala napísal napísala написал написала написав пишет "
    "пише написа yazdı yazmış írta scris έγραψε napisao napisala kirjutas rakstīja rašė viết "
    "menulis idatzi"
).split()
_SIGNS = (
    "写道 寫道 写了 寫了 書きました のメッセージ 작성 썼습니다 님이 "
    "كتب كتبت כתב כתבה מאת نوشت เขียน लिखा"
).split()
WROTE = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(_WORDS)})(?:\([^)]{{1,3}}\)|/a)?(?![^\W_])|{'|'.join(_SIGNS)}", re.I
)
# Where none of these stands that expression, which is slow, finds nothing.
WRITING = tuple(dict.fromkeys(word.lower().replace("ı", "i") for word in (*_WORDS, *_SIGNS)))
WROTE_LAST = re.compile(rf"(?:{'|'.join(_WORDS)})(?:\([^)]{{1,3}}\))?$", re.I)
ENDS_WITH_TIME = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)? ?[:：]$", re.I)
DIGIT = re.compile(r"\d")
DIGIT_OR_ADDRESS = re.compile(r"[\d@]")
MYSELF = re.compile(r"(?<![^\W_])(?:ik|i|ich|j'ai|io|yo|jeg|jag|я|ja)(?![^\W_])", re.I)
# What Gmail wrote once: no verb, no colon.
DATE_AND_AUTHOR = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?: \d{1,2}:\d\d)?(?: (?:GMT|UTC)[+-]\d{1,2}:\d\d)? "
    r"\D{1,80}<[^\s<>@]{1,80}@[^\s<>@]{1,120}>:?$"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2} \d{1,2}:\d\d (?:GMT|UTC)[+-]\d{1,2}:\d\d \D{1,80}$"
)
DASHED = re.compile(r"-{2,20} ?[^-].{3,300}[^-] ?-{2,20}$")
SENTENCE_ENDS = re.compile(r"[^\W\d]{2}[.!?]$")
CLOSED_SENTENCE_ENDS = re.compile(r"(?:\d:\d\d|[)>\]])[.!?]$")


def end_of(lines, begin):
    """The index after the attribution that begins at `lines[begin]`, or None."""
    if not _may_begin(lines, begin):
        return None
    words, index, most = "", begin, min(begin + MOST_LINES, len(lines))
    leading = dates.leads(lines[begin].said.lstrip("- "))
    while index < most:
        line = lines[index]
        if line.said:
            words = f"{words} {line.said}" if words else line.said
            if len(words) > LONGEST:
                return None
            if _ends_one(lines, words, begin, index):
                return None if _begins_later(lines, begin, index) else index + 1
            if line.said.endswith((":", "：")):
                return None
            if CLOSED_SENTENCE_ENDS.search(line.said):
                return None
            if _ends_sentence(line.said) and not leading:
                return None
        elif words.count("<") <= words.count(">") and not _address_follows(lines, index):
            return None
        index += 1
    return None


def _may_begin(lines, begin):
    words = lines[begin].said
    if len(words) > LONGEST:
        return False
    if DIGIT.search(words, 0, 100) and dates.leads(words.lstrip("- ")):
        return True
    if _wrote(words) or _address(words) or ENDS_WITH_TIME.search(words):
        return True
    # A name on a line of its own, its address on the next.
    following = lines[begin + 1].said if begin + 1 < len(lines) else ""
    return (
        "@" in following
        and following.startswith("<")
        and len(words) <= 80
        and not _ends_sentence(words)
        and not CLOSED_SENTENCE_ENDS.search(words)
    )


def _wrote(words):
    folded = words.lower().replace("ı", "i")
    return WROTE.search(words) if any(word in folded for word in WRITING) else None


def _address(words):
    return ADDRESS.search(words) if "@" in words else None


def _ends_sentence(words):
    """Whether a sentence ends here, and not only an address."""
    behind_address = words.rpartition("@")[2].partition(" ")[2] if "@" in words else words
    return bool(SENTENCE_ENDS.search(behind_address))


def _ends_one(lines, words, begin, index):
    if words.endswith((":", "：")):
        return is_attribution(words, _quoted(lines, index + 1, lines[begin].depth))
    return is_attribution(words)


def _begins_later(lines, begin, last):
    """Whether the author's words stand above an attribution that is whole without them."""
    first = lines[begin].said
    leads = dates.leads(first) or (_address(first) and _wrote(first))
    for index in range(begin + 1, last + 1):
        later = " ".join(line.said for line in lines[index : last + 1])
        if leads and not dates.dated(later):
            continue  # an attribution has one date: this may be the second half of it
        if not (leads or dates.leads(later)) or end_of(lines, index) != last + 1:
            continue
        if _wrote(later) or _address(later) or ENDS_WITH_TIME.search(later):
            return True
    return False


def _address_follows(lines, index):
    following = next_said(lines, index, within=1)
    return following is not None and lines[following].said.startswith("<")


def _quoted(lines, index, depth):
    following = next_said(lines, index)
    if following is None:
        return False
    return lines[following].depth > depth


def is_attribution(words, quoted=False):
    """Whether these words name who wrote what follows; `quoted` says that a quotation does."""
    if DASHED.match(words):
        inner = words.strip("- ")
        return bool(_wrote(inner)) and (inner.endswith("wrote") or dates.dated(inner))
    if not words.endswith((":", "：")):
        return _without_colon(words)
    if not quoted and not DIGIT_OR_ADDRESS.search(words):
        return False
    wrote, address = _wrote(words), _address(words)
    moment = dates.dated(words) or dates.timed(words)
    dates_it = moment and (dates.leads(words) or ENDS_WITH_TIME.search(words))
    if quoted and (wrote or dates_it or address) and len(words) <= 250:
        return not (MYSELF.search(words) and not address)
    if wrote and address:
        return moment or (address.end() < wrote.start() and len(words) - wrote.end() < 20)
    if wrote and dates.timed(words) and moment:
        return not MYSELF.search(words)
    return bool(moment and dates.leads(words) and ENDS_WITH_ADDRESS.search(words))


def _without_colon(words):
    if words.endswith(">") or " GMT" in words or " UTC" in words:
        return bool(DATE_AND_AUTHOR.match(words))
    return bool(
        WROTE.search(words, max(0, len(words) - 16))
        and WROTE_LAST.search(words, max(0, len(words) - 24))
        and ADDRESS.search(words)
        and dates.dated(words)
    )

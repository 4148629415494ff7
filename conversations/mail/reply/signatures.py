"""What stands below the words of one person: signature, device line, disclaimer, list footer."""

import re
from itertools import islice

from . import devices, disclaimers, footers, rules

MOST_LINES_EXACT = 60  # of a signature below the delimiter of RFC 3676
MOST_LINES = 25  # and below two dashes
CONTACT = re.compile(
    r"https?://|www\.|\S@\S+\.\w|\+?\(?\d[\d \-()/.]{7,}\d|\b(?:tel|mobiel|mobile|phone|fax)\b",
    re.I,
)
LIST_RULE = 5
MAILMAN_RULE = 20  # underscores; nobody types as many
CARD = re.compile(
    r"\+?\(?\d[\d \-()/.]{7,}\d|\S@\S+\.\w|\bwww\.[\w.-]+(?: |$)|\b\d{4} ?[A-Z]{2}\b|\bkvk\b", re.I
)
# A postscript, a question, a sentence that somebody says.
NOT_ON_CARD = re.compile(
    r"^(?:ps\b|p\.s|zie |see |bijlage)|[?!]$|\b(?:ik|je|u|we|wij|is|ben|bent|zijn|kan|kun|kunt|"
    r"graag|bel|i|am|are|you|can|please|call|ich|bin|je suis)\b(?! \|)",
    re.I,
)
SLASHED_NAME = re.compile(r"/[A-ZÅÄÖÆØ][\w-]{1,20}(?: [A-ZÅÄÖÆØ][\w-]{0,20})?$")  # "/Anna", Nordic
SENTENCE = re.compile(r"(?:\S+ ){4,80}\S+[.!?]$")
CLOSING = re.compile(
    r"^(?:met (?:vriendelijke|hartelijke) groet\w*|(?:hartelijke |vriendelijke )?groet\w*|mvg|"
    r"hoogachtend|gr\b|vr\.? ?gr|(?:kind|best|warm)?\s?regards|yours|sincerely|cheers|thanks|bye|"
    r"mit (?:freundlichen|besten|lieben) grüßen|viele grüße|liebe grüße|cordialement|bien à vous|"
    r"saludos|atentamente|cordiali saluti|saluti|abraços|cumprimentos|pozdrawiam|z poważaniem|"
    r"med (?:venlig|vänlig|vennlig) hils\w*|hälsningar|hilsen|mvh|vh|kh|terveisin|s pozdravem|"
    r"с уважением|saygılarımla|üdvözlettel)\b",
    re.I,
)


def trim(lines, begin, end, last):
    """{index: what it is} of the lines of this run of the author's that are not the words.

    `last` says that nobody's words follow it in the mail.
    """
    roles = _marked(lines, begin, end)
    end = _before_delimiter(lines, begin, end, roles)
    before = None
    while end != before:
        before, end = end, _without_last(lines, begin, end, roles)
    end = _before_card(lines, begin, end, roles)
    if last:
        _cut_below_device(lines, begin, end, roles)
    return roles


def _marked(lines, begin, end):
    """What the mail program itself marked as a signature."""
    return {index: "signature" for index in range(begin, end) if lines[index].mark == "signature"}


def _cut(roles, begin, end, role):
    for index in range(begin, end):
        roles[index] = role
    return begin


def _before_delimiter(lines, begin, end, roles):
    fenced, first = False, _first_of_last(lines, begin, end)
    for index in range(begin, end):
        line = lines[index]
        fenced ^= line.said.startswith("```")
        if index < first or fenced or not line.said or line.said[0] not in "-_—–=":
            continue
        if not rules.is_rule(line.said):
            continue
        below = _below(lines, index + 1, end)
        if line.said in ("--", "––") and _is_signature(below, line.text.startswith("-- ")):
            return _cut(roles, index, end, "signature")
        if line.said[0] != "=" and _is_footer(line.said, below):
            return _cut(roles, index, end, "footer")
    return end


def _first_of_last(lines, begin, end):
    """The index from which on the lines are few enough for a signature."""
    said = (index for index in range(end - 1, begin - 1, -1) if lines[index].said)
    return next(islice(said, MOST_LINES_EXACT, None), begin)


def _below(lines, begin, end):
    """What stands below, as far as it may be a signature."""
    return [lines[index].said for index in range(begin, end) if lines[index].said]


def _is_signature(below, exact):
    """A signature is short and no prose; below the exact delimiter of RFC 3676 it may be long."""
    sentences = sum(bool(SENTENCE.match(words)) for words in below if not _legal(words))
    if exact:
        return sentences <= 6 and len(below) <= MOST_LINES_EXACT
    return sentences <= 1 and len(below) <= MOST_LINES and not _asks(below)


def _is_footer(rule, below):
    """What stands below a rule is a footer when a list, a lawyer or a business card wrote it."""
    if not below or len(below) > 12 or _asks(below):
        return False
    joined = " ".join(below)
    if all(_legal(words) for words in below) or _legal(joined):
        return True
    if len(rule) >= LIST_RULE and footers.names_list(joined):
        return True
    if len(below) > 8 or any(SENTENCE.match(words) for words in below):
        return False
    if rule[0] == "_" and (len(rule) >= MAILMAN_RULE or len(rule) == 2):
        return True
    named = len(below[0].split()) <= 5 and not CONTACT.search(below[0]) and ":" not in below[0]
    return len(rule) >= 3 and len(below) >= 2 and named and any(map(CONTACT.search, below[1:]))


def _asks(below):
    return any(words.endswith("?") for words in below)


def _legal(words):
    return footers.is_disclaimer(words)


def _without_last(lines, begin, end, roles):
    """The end of the block without its last blank lines, device line or footer."""
    while end > begin and (not lines[end - 1].said or end - 1 in roles):
        end -= 1
    if end == begin:
        return end
    words = lines[end - 1].said
    if devices.is_device(words):
        return _cut(roles, end - 1, end, "device")
    if _is_ornament(words) or (end - 1 > begin and SLASHED_NAME.match(words)):
        return _cut(roles, end - 1, end, "signature")
    if footers.is_title(words) and "footer" in roles.values():
        return _cut(roles, end - 1, end, "footer")
    top = disclaimers.top(lines, begin, end)
    return end if top is None else _cut(roles, top, end, "footer")


def _is_ornament(words):
    return all(character in "-–—_=~*#+.|ᐧ᛫· <>" for character in words)


def _before_card(lines, begin, end, roles):
    """What stands below the closing and the name: function, address, telephone."""
    said = [index for index in range(max(begin, end - 2 * MOST_LINES), end) if lines[index].said]
    closings = [at for at, index in enumerate(said) if _closes(lines[index].said)]
    if not closings:
        return end
    at = closings[-1] + 1
    if at < len(said) and not CARD.search(lines[said[at]].said):
        at += 1  # the name
    card = [lines[index].said for index in said[at:]]
    if card and all(map(_is_on_card, card)) and any(map(CARD.search, card)):
        return _cut(roles, said[at], end, "signature")
    return end


def _closes(words):
    return len(words) <= 45 and len(words.split()) <= 6 and bool(CLOSING.match(words))


def _is_on_card(words):
    return len(words) <= 120 and not NOT_ON_CARD.search(words) and not SENTENCE.match(words)


def _cut_below_device(lines, begin, end, roles):
    """Below a device line stands what some programs quote without any mark."""
    spoken = False
    for index in range(begin, end):
        words = lines[index].said
        if spoken and words and _stands_alone(lines, index, end) and devices.is_device(words):
            _cut(roles, index, end, "earlier")
            return
        spoken = spoken or bool(words)


def _stands_alone(lines, index, end):
    return not lines[index - 1].said and (index + 1 >= end or not lines[index + 1].said)


def only_closing(lines):
    """Whether these lines are a closing greeting and a name, no more."""
    words = [line.said for line in lines if line.said]
    return 0 < len(words) <= 4 and bool(CLOSING.match(words[0])) and max(map(len, words)) <= 45

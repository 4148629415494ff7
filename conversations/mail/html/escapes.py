"""Words as Markdown that shows exactly these words."""

import re

URL = re.compile(r"https?://[^\s<>*\"\\`\[\]|~]{1,2000}")
SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|`|\*{1,99}|_{1,99}|~{2,99}|\](?=\(|\[|:|$)|&(?=#?\w{1,32};)"
    r"|<(?=[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,999}>|[^\s<>@]{1,99}@[^\s<>@]{1,99}>)"
)
TYPED_ITEM = re.compile(r"(?:([-*])|(\d{1,3})\.)\s+\S")
TYPED_QUOTE = re.compile(r"(?:> ?){1,20}(?!.*>>>\s*$)")
LEADING = re.compile(
    r"#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|=+\s*$|[-_](?=[-_\s]*$)|~~~|\|(?=[\s:|-]*$)|:(?=-)"
)
LEADING_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escaped(words: str, before: str = "", after: str = "") -> str:
    """Markdown of words in the middle of a line; `before` and `after` are the signs around them."""
    made, here = [], 0
    for url in URL.finditer(words):
        made += [_escaped(words[here : url.start()], before, "h"), url[0]]
        before, here = url[0][-1], url.end()
    return "".join([*made, _escaped(words[here:], before, after)])


def _escaped(words, before, after):
    def guarded(match):
        sign = match[0]
        left = words[match.start() - 1 : match.start()] or before
        right = words[match.end() : match.end() + 1] or after
        if sign[0] in "*_" and left.isspace() and right.isspace():
            return sign
        if sign[0] == "_" and left.isalnum() and right.isalnum():
            return sign
        if sign == "]" and right not in ("(", "[", ":"):
            return sign
        return "".join(f"\\{one}" for one in sign)

    return SPECIAL.sub(guarded, words)


def leading(text: str) -> str:
    """The Markdown of a line that begins with words: what would begin a block is escaped."""
    if LEADING.match(text):
        return f"\\{text}"
    if text.startswith("["):
        return f"\\{text}" if "]:" in text else text
    return LEADING_NUMBER.sub(r"\1\\\2", text, count=1) if LEADING_NUMBER.match(text) else text

"""Words as Markdown that shows exactly these words."""

import re

URL = re.compile(r"(?<![\w.+-])https?://[^\s<>]{1,2000}")
PLAIN_URL = re.compile(r"[\w:/?#@!$&'()+,;=.%~-]+(?<![_~])")
SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\s]|$)|`|\*{1,99}|_{1,99}|~{1,99}|\[|\]|&(?=#?\w{1,32};)"
    r"|<(?=[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,999}>|[^\s<>@]{1,99}@[^\s<>@]{1,99}>)"
)
SIGN = re.compile(r"[\\`*_~\[\]&<]")  # what any of those begins with
LEADING = re.compile(r"#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|~~~|\|(?=[\s:|-]*$)|:(?=-)")
LEADING_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
UNDERLINE = re.compile(r"(?:=+|-+)\s*$")


def escaped(
    words: str, before: str = "", after: str = "", *, styled: bool = False, in_link: bool = False
) -> str:
    """Markdown of words in the middle of a line.

    `before` and `after` are the signs around them, `styled` says that marks of emphasis may be.
    """
    if in_link:
        return _escaped(words, before, after, styled, in_link)
    made, here = [], 0
    for url in URL.finditer(words):
        made.append(_escaped(words[here : url.start()], before, "h", styled))
        made.append(url[0] if PLAIN_URL.fullmatch(url[0]) else f"<{url[0]}>")
        before, here = url[0][-1], url.end()
    return "".join([*made, _escaped(words[here:], before, after, styled)])


def _escaped(words, before, after, styled, in_link=False):
    if not SIGN.search(words):
        return words

    def guarded(match):
        sign, end = match[0], match.end()
        left = words[match.start() - 1 : match.start()] or before
        right = words[end : end + 1] or after
        if sign[0] in "*_" and not styled and left.isspace() and right.isspace():
            return sign
        if sign[0] == "_" and left.isalnum() and right.isalnum():
            return sign
        if sign == "~" and not styled:
            return sign
        if sign in "[]" and not in_link and (sign == "[" or right not in ("(", "[", ":")):
            return sign
        return "".join(f"\\{one}" for one in sign)

    return SPECIAL.sub(guarded, words)


def leading(text: str) -> str:
    """The Markdown of a line that begins with words: what would begin a block is escaped."""
    if LEADING.match(text) or (text.startswith("[") and "]:" in text):
        return f"\\{text}"
    match = LEADING_NUMBER.match(text)
    return f"{match[1]}\\{text[match.end(1) :]}" if match else text


def below_words(text: str) -> str:
    """The Markdown of a line right below another: it is not to make a heading of that."""
    return f"\\{text}" if UNDERLINE.match(text) else text

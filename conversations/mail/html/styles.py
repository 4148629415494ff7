"""CSS as mails use it: declarations of attributes, and the one rule of a <style> that counts."""

import re
from functools import lru_cache

ZERO = re.compile(r"0*\.?0*(?:px|pt|cm|mm|in|em|rem|ex|%)?")
PARAGRAPHS_WITHOUT_MARGIN = re.compile(
    r"(?:^|[\s,}>])(?:[\w.#-]{1,40}\s)?p\s{0,5}\{[^{}]{0,200}?margin(?:-top|-bottom)?\s{0,5}:\s{0,5}0",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute, all in lower case; the last of each name counts."""
    found = {}
    for declaration in style[:2_000].lower().split(";"):
        name, _, value = declaration.partition(":")
        found[name.strip()] = " ".join(value.replace("!important", "").split())
    return found


def is_zero(value: str) -> bool:
    return bool(value) and any(c == "0" for c in value) and bool(ZERO.fullmatch(value))


def is_hidden(css: dict[str, str]) -> bool:
    """Not to be seen, and nothing in it."""
    return (
        css.get("display") == "none"
        or css.get("visibility") == "hidden"
        or css.get("mso-hide") == "all"
        or (is_zero(css.get("max-height", "")) and css.get("overflow") == "hidden")
    )


def is_bold(weight: str) -> bool | None:
    """Whether a font-weight is bold; None where it says nothing."""
    if weight in ("bold", "bolder"):
        return True
    if weight in ("normal", "lighter"):
        return False
    return int(weight) >= 600 if weight.isdecimal() and len(weight) < 5 else None


def has_no_margin(css: dict[str, str]) -> bool:
    """Whether a paragraph stands against what is above and below it."""
    if "margin" in css:
        sides = css["margin"].split()
        vertical = [sides[0], sides[2 if len(sides) > 2 else 0]] if sides else []
        return bool(vertical) and all(is_zero(side) for side in vertical)
    return is_zero(css.get("margin-bottom", "")) and is_zero(css.get("margin-top", "0"))


def has_border(css: dict[str, str], side: str) -> bool | None:
    """Whether there is a line at a side; None where nothing is said."""
    for name in (f"border-{side}", f"border-{side}-width", f"border-{side}-style"):
        if name in css:
            return not _is_none(css[name])
    for name in ("border", "border-style", "border-width"):
        if name in css:
            return not _is_none(css[name])
    return None


def _is_none(value):
    return not value or "none" in value.split() or is_zero(value.split()[0])

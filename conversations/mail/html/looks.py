"""What the elements around words do to them."""

from typing import NamedTuple

from . import items, programs, styles, tables

BOLD = frozenset(("b", "strong", "th"))
ITALIC = frozenset(("i", "em", "cite", "var", "dfn"))
STRIKE = frozenset(("s", "strike", "del"))
CODE = frozenset(("code", "kbd", "samp"))
HIDDEN = frozenset(
    "script style title template svg math video audio applet iframe select datalist map"
    " noembed noframes xml".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SYMBOL_FONTS = ("wingdings", "symbol", "webdings")


class Look(NamedTuple):
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    href: str = ""
    font: str = ""  # of SYMBOL_FONTS
    hidden: bool = False
    tiny: bool = False  # letters of no size: hidden until an element in it gives them one
    keeps_spaces: bool = False
    heading: int = 0
    depth: int = 0
    cited: bool = False  # inside a quotation that the mail program made
    mark: str = ""  # "attribution" or "signature"
    quoting: programs.Quoting | None = None
    item: items.Item | None = None
    is_marker: bool = False  # the words are the marker of Word's item
    list: items.List | None = None
    table: tables.Table | None = None


def derive(look: Look, name: str, attributes: dict[str, str], css: dict[str, str]) -> Look:
    """The look of the words in an element, given that of the words around it."""
    changes = {}
    marks = programs.names(attributes)
    if marks and (mark := programs.said(marks)):
        changes["mark"] = mark
    elif marks and name != "blockquote" and (kinds := programs.quotes(marks)):
        changes["quoting"] = programs.Quoting(kinds, look.depth)
    if name in BOLD:
        changes["bold"] = True
    elif name in ITALIC:
        changes["italic"] = True
    elif name in STRIKE:
        changes["strike"] = True
    elif name in CODE:
        changes["code"] = True
    elif name == "a":
        changes["href"] = attributes.get("originalsrc") or attributes.get("href", "")
    elif name in HIDDEN or "hidden" in attributes:
        changes["hidden"] = True
    elif name in HEADINGS:
        changes["heading"] = HEADINGS[name]
    elif name in ("pre", "listing", "xmp", "textarea"):
        changes["keeps_spaces"] = True
    if name == "font" and attributes.get("face", "").lower() in SYMBOL_FONTS:
        changes["font"] = attributes["face"].lower()
    if css:
        changes |= _styled(look, css)
    return look._replace(**changes) if changes else look


def _styled(look, css):
    changes = {}
    if (bold := styles.is_bold(css.get("font-weight", ""))) is not None:
        changes["bold"] = bold
    if "font-style" in css:
        changes["italic"] = css["font-style"] in ("italic", "oblique")
    if "line-through" in css.get("text-decoration", css.get("text-decoration-line", "")):
        changes["strike"] = True
    if "font-size" in css:
        changes["tiny"] = styles.is_zero(css["font-size"])
    if "white-space" in css:
        changes["keeps_spaces"] = css["white-space"].startswith(("pre", "break-spaces"))
    if "font-family" in css:
        first = css["font-family"].split(",")[0].strip("\"' ")
        changes["font"] = first if first in SYMBOL_FONTS else ""
    if css.get("mso-list") == "ignore":
        changes["is_marker"] = True
    if styles.is_hidden(css):
        changes["hidden"] = True
    return {name: value for name, value in changes.items() if getattr(look, name) != value}

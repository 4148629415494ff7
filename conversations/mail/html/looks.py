"""What the elements around words do to them."""

from typing import NamedTuple

from . import items, programs, styles, tables

HEADINGS = {f"h{level}": level for level in range(1, 7)}
HIDDEN = (
    "script style title template svg math video audio applet iframe select datalist map noembed"
    " noframes xml"
)
OF_ELEMENTS = {
    **dict.fromkeys(("b", "strong"), (("bold", True),)),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), (("italic", True),)),
    **dict.fromkeys(("s", "strike", "del"), (("strike", True),)),
    **dict.fromkeys(("code", "kbd", "samp"), (("code", True),)),
    **dict.fromkeys(("pre", "listing", "xmp", "textarea"), (("keeps_spaces", True),)),
    **dict.fromkeys(HIDDEN.split(), (("hidden", True),)),
    **{name: (("heading", level),) for name, level in HEADINGS.items()},
}
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
    changes = dict(OF_ELEMENTS.get(name, ()))
    if attributes:
        changes |= _of_attributes(look, name, attributes)
        changes |= _of_style(css) if css else {}
    return look._replace(**changes) if changes else look


def _of_attributes(look, name, attributes):
    changes = {}
    if name == "a":
        changes["href"] = attributes.get("originalsrc") or attributes.get("href", "")
    elif name == "font" and (face := attributes.get("face", "").lower()) in SYMBOL_FONTS:
        changes["font"] = face
    if "hidden" in attributes:
        changes["hidden"] = True
    names = programs.names(attributes)
    if names and (mark := programs.said(names)):
        changes["mark"] = mark
    elif names and name != "blockquote" and (kinds := programs.quotes(names)):
        changes["quoting"] = programs.Quoting(kinds, look.depth)
    return changes


def _of_style(css):
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
    return changes

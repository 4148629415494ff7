"""Lists: those of HTML, those that Word writes as paragraphs, and those typed by hand."""

import re

from . import escapes

MAX_LEVEL = 6
WORD_LEVEL = re.compile(r"\blevel(\d)")
NUMBER = re.compile(r"(\d{1,9})[.)]")
TYPED = re.compile(r"\\?[-*] \S|(?P<number>\d{1,3})(?P<sign>[.)]) \S")
TYPED_QUOTE = re.compile(r"(?:> ?){1,20}(?!.*>>>$)")
TYPED_RULE = re.compile(r"\\?([-*_])(?:\\?\1){2,99}$")
OTHER_MARKER = re.compile(r"[\w.]{1,8}[.)]")


class Item:
    """One item of a list. Its place is known when its first words come."""

    __slots__ = ("indent", "marker", "parent", "used", "width")

    def __init__(self, parent, marker):
        self.parent, self.marker, self.used, self.indent, self.width = parent, marker, False, 0, 0

    def prefix(self) -> tuple[str, bool]:
        """What goes before the next line of this item, and whether that begins the item."""
        if self.used:
            return " " * (self.indent + self.width), False
        around, level = self.parent, 0
        while around and not around.used:
            around = around.parent
        if around:
            level = around.indent + around.width
        self.used, self.indent = True, min(level, 3 * MAX_LEVEL)
        self.width = len(self.marker) + 1 if self.is_markdown else 0
        return f"{' ' * self.indent}{self.marker} ", True

    @property
    def is_markdown(self):
        return self.marker == "-" or bool(NUMBER.fullmatch(self.marker))


class WordItem(Item):
    """A paragraph of Word that is an item: its marker is among its words."""

    __slots__ = ("level",)

    def __init__(self, parent, level):
        super().__init__(parent, "")
        self.level = level

    def prefix(self):
        if not self.used:
            marker = " ".join(self.marker.split())
            self.marker = marker if OTHER_MARKER.fullmatch(marker) else "-"
        return super().prefix()


class List:
    """A <ul> or <ol>: numbers its items."""

    __slots__ = ("kind", "last", "number", "parent")

    def __init__(self, name, attributes, css, parent):
        ordered = name == "ol"
        self.kind = (attributes.get("type", "1") or "1") if ordered else ""
        style = css.get("list-style-type", "")
        for word, kind in (("alpha", "a"), ("latin", "a"), ("roman", "i")):
            if ordered and word in style:
                self.kind = kind.upper() if style.startswith("upper") else kind
        self.number = _number(attributes.get("start", ""), 1)
        self.parent, self.last = parent, None

    def item(self, attributes) -> Item:
        marker = "-"
        if self.kind:
            number = _number(attributes.get("value", ""), self.number)
            self.number = number + 1
            marker = f"{_numeral(number, self.kind)}."
        self.last = Item(self.parent, marker)
        return self.last


class WordLists:
    """The open levels of Word's lists, one after another."""

    def __init__(self):
        self._items = []

    def item(self, mso_list: str) -> WordItem:
        """The item of a paragraph with this `mso-list`, such as "l0 level2 lfo1"."""
        match = WORD_LEVEL.search(mso_list)
        level = int(match[1]) if match else 1
        while self._items and self._items[-1].level >= level:
            self._items.pop()
        item = WordItem(self._items[-1] if self._items else None, level)
        self._items.append(item)
        return item

    def end(self):
        self._items.clear()


class TypedLists:
    """Lists typed by hand: "- a", "1. b". Markdown counts on from the first number."""

    def __init__(self):
        self._last = None  # the number of the item above, and the sign behind it

    def item(self, text: str) -> str:
        """The line as an item; "" when it is none, or when Markdown would give another number."""
        match, above = TYPED.match(text), self._last
        self._last = None
        if match is None:
            return ""
        begin = match.end() - 1
        item = text[:begin].removeprefix("\\") + escapes.leading(text[begin:])
        if match["number"] is None:
            return item
        number, sign = int(match["number"]), match["sign"]
        if above and above != (number - 1, sign):
            return ""
        self._last = number, sign
        return item

    def end(self):
        self._last = None


def _number(text, otherwise):
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise


def _numeral(number, kind):
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 1 <= number <= 39:
        tens, ones = divmod(number, 10)
        numeral = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return numeral.upper() if kind == "I" else numeral
    return str(number)

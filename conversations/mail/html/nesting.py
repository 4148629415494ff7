"""Which tag ends which element: the optional end tags of the HTML standard, and its scopes."""

from collections import Counter
from itertools import islice

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track"
    " wbr".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main"
    " menu nav ol p pre section summary table tbody td tfoot th thead tr ul xmp".split()
)
ROWS = frozenset(("tbody", "thead", "tfoot"))
CELLS = frozenset(("td", "th", "caption"))
# The start of the key ends an open element of the first set, unless one of the second is nearer.
LISTS, TABLE = frozenset(("ul", "ol", "dir", "menu", "table")) | CELLS, frozenset(("table",))
ENDS = {
    "p": (frozenset(("p",)), BLOCKS - {"p"}),
    "li": (frozenset(("li",)), LISTS),
    "dt": (frozenset(("dt", "dd")), LISTS | {"dl"}),
    "dd": (frozenset(("dt", "dd")), LISTS | {"dl"}),
    "td": (CELLS, TABLE),
    "th": (CELLS, TABLE),
    "tr": (frozenset(("tr",)), TABLE),
    "tbody": (ROWS, TABLE),
    "thead": (ROWS, TABLE),
    "tfoot": (ROWS, TABLE),
}
NEAR = 100  # open elements looked at, so that a start tag takes bounded time


class Nesting:
    """The open elements, each with something of the caller's: any object with a `name`.

    An end tag ends the last open element of its name and what is open in that; inside a table or
    a cell it cannot end what is outside.
    """

    def __init__(self):
        self._open = []
        self._scopes = [("", Counter())]  # tables and cells, with the names open in each

    @property
    def top(self):
        return self._open[-1] if self._open else None

    def start(self, element):
        self._open.append(element)
        self._scopes[-1][1][element.name] += 1
        if element.name == "table" or element.name in CELLS:
            self._scopes.append((element.name, Counter()))

    def ended_by_start(self, name):
        """The elements, innermost first, that the start of `name` ends."""
        ended, nearer = ENDS.get(name, ((), ()))
        for element in islice(reversed(self._open), NEAR) if ended else ():
            if element.name in ended:
                return self._until(element)
            if element.name in nearer:
                break
        return []

    def ended_by_end(self, name):
        """The elements, innermost first, that the end tag of `name` ends."""
        inside, names = self._scopes[-1]
        if name in CELLS:
            return self._until_named(inside) if inside in CELLS else []
        ended = []
        if inside in CELLS and name in (ROWS | {"tr", "table"}) and not names[name]:
            ended = self._until_named(inside)
            inside, names = self._scopes[-1]
        if name == "table":
            return ended + (self._until_named("table") if inside == "table" else [])
        return ended + (self._until_named(name) if names[name] else [])

    def end_all(self):
        return [self._pop() for _ in range(len(self._open))]

    def _until(self, element):
        ended = []
        while not ended or ended[-1] is not element:
            ended.append(self._pop())
        return ended

    def _until_named(self, name):
        ended = []
        while not ended or ended[-1].name != name:
            ended.append(self._pop())
        return ended

    def _pop(self):
        element = self._open.pop()
        if element.name == "table" or element.name in CELLS:
            self._scopes.pop()
        self._scopes[-1][1][element.name] -= 1
        return element

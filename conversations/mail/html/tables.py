"""Tables that hold data become tables of Markdown; the others only place words on a page."""

from .layout import Draft

MAX_OPEN = 4  # deeper tables are layout
MAX_COLUMNS = 20
GRID = ("msotablegrid", "msogrid", "xl", "google-sheets", "waffle", "table-bordered")


class Table:
    def __init__(self, attributes, css):
        self.rows = []
        self.has_head = self.is_nested = False
        self.layout = attributes.get("role", "").lower() in ("presentation", "none")
        border = attributes.get("border", "")
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
        self.has_grid = border not in ("", "0") or any(name in names for name in GRID)

    def row(self):
        self.rows.append([])

    def cell(self, drafts, *, heading, bordered):
        if not self.rows:
            self.row()
        self.rows[-1].append(drafts)
        self.has_head |= heading
        self.has_grid |= bordered

    def drafts(self) -> list[Draft]:
        """The lines of the table, in their order."""
        rows = [row for row in self.rows if any(_words(cell) for cell in row)]
        if self._holds_data(rows):
            return _data(rows)
        return [draft for row in rows for draft in _side_by_side(row)]

    def _holds_data(self, rows):
        if self.layout or self.is_nested or not (self.has_grid or self.has_head) or len(rows) < 2:
            return False
        columns = max(len(row) for row in rows)
        cells = [cell for row in rows for cell in row]
        marks = {(draft.depth, draft.mark) for cell in cells for draft in cell if draft.kind}
        return 2 <= columns <= MAX_COLUMNS and len(marks) == 1


def _words(cell):
    return [draft for draft in cell if draft.kind]


def _side_by_side(row):
    """The cells of a row of layout: on one line, where each is only one."""
    cells = [_words(cell) for cell in row if _words(cell)]
    first = cells[0][0]
    if len(cells) == 1 or any(
        len(cell) > 1 or cell[0].kind != "text" or cell[0].depth != first.depth for cell in cells
    ):
        return [draft for cell in row for draft in cell]
    text, words = (" ".join(getattr(cell[0], part) for cell in cells) for part in ("text", "words"))
    return [Draft(text, words, first.depth, first.mark, "text")]


def _data(rows):
    columns = max(len(row) for row in rows)
    first = next(draft for cell in rows[0] for draft in _words(cell))
    made = []
    for row in rows:
        cells = [" ".join(draft.text.lstrip("# ") for draft in _words(cell)) for cell in row]
        cells = [cell.replace("|", r"\|") for cell in cells]
        cells += [""] * (columns - len(cells))
        words = " ".join(draft.words for cell in row for draft in _words(cell))
        text = f"| {' | '.join(cells)} |"
        made.append(Draft(text, words, first.depth, first.mark, "table"))
    made.insert(1, Draft(f"|{' --- |' * columns}", "|", first.depth, first.mark, "table"))
    return made

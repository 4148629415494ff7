"""Updates of a shared text, read before anything else sees them.

An update comes from a browser, and a decoder believes what it says: 17 bytes can ask for 255 MB.
So it is walked through here first, and only what an editor of plain text writes is let through:
one run of new items of one client, of text or of what was deleted again, and ranges of deletions.
The format is "update v1" of Yjs (yjs/src/utils/encoding.js, lib0/encoding.js).
"""

from dataclasses import dataclass, field

MAX_BYTES = 1024 * 1024
MAX_ITEMS = 20_000
MAX_CLIENT = 2**53 - 1
MAX_CLOCK = 2**31 - 1  # of the decoder that applies it

ROOT = b"text"
DELETED, STRING = 1, 4
# In the first byte of an item, besides what it holds.
HAS_LEFT, HAS_RIGHT, HAS_KEY, CONTENT = 0x80, 0x40, 0x20, 0x1F


class Malformed(ValueError):
    """Not an update of a plain text."""


@dataclass
class Update:
    """What an update says. Clocks count UTF-16 code units, as in JavaScript.

    `client` (None for one that only deletes) adds what comes from clock `begin` up to `end`;
    `needs` names for other clients the clock that must be known for it to have its place.
    """

    client: int | None = None
    begin: int = 0
    end: int = 0
    units: int = 0  # of text that stands
    deletes: bool = False
    needs: dict[int, int] = field(default_factory=dict)

    def need(self, client, clock):
        self.needs[client] = max(clock, self.needs.get(client, 0))


def read(data: bytes) -> Update:
    """What the bytes say. Raises `Malformed`; reads each byte at most twice."""
    if len(data) > MAX_BYTES:
        raise Malformed("The update is too large.")
    cursor, update = Cursor(data), Update()
    clients = cursor.number(1)
    if clients:
        _read_items(cursor, update)
    _read_deletions(cursor, update)
    if cursor.place != len(data):
        raise Malformed("The update goes on after its end.")
    if update.client is not None:
        own = update.needs.pop(update.client, 0)
        if own > update.end:
            raise Malformed("The update deletes what is not there.")
    elif not update.needs:
        raise Malformed("The update changes nothing.")
    return update


def _read_items(cursor, update):
    count = cursor.number(MAX_ITEMS)
    update.client = cursor.number(MAX_CLIENT)
    update.begin = update.end = cursor.number(MAX_CLOCK)
    if not count:
        raise Malformed("The update has a client without items.")
    for _ in range(count):
        update.end += _read_item(cursor, update)
        if update.end > MAX_CLOCK:
            raise Malformed("The clock is too high.")


def _read_item(cursor, update):
    """The length of the next item."""
    info = cursor.byte()
    if info & HAS_LEFT:
        _read_neighbour(cursor, update)
    if info & HAS_RIGHT:
        _read_neighbour(cursor, update)
    if not info & (HAS_LEFT | HAS_RIGHT):
        if info & HAS_KEY or cursor.number(1) != 1 or cursor.run() != ROOT:
            raise Malformed("The update is of something else than the text.")
    elif info & HAS_KEY:
        raise Malformed("The update is of something else than the text.")
    return _read_content(cursor, update, info & CONTENT)


def _read_neighbour(cursor, update):
    """What an item stands beside must have been there before it."""
    client, clock = cursor.number(MAX_CLIENT), cursor.number(MAX_CLOCK)
    if client != update.client:
        update.need(client, clock + 1)
    elif clock >= update.end:
        raise Malformed("An item stands beside one that comes later.")


def _read_content(cursor, update, kind):
    if kind == DELETED:
        length = cursor.number(MAX_CLOCK)
    elif kind == STRING:
        length = _units(cursor.run())
        update.units += length
    else:
        raise Malformed("The update holds something else than text.")
    if not length:
        raise Malformed("An item is empty.")
    return length


def _units(run):
    """The length of text in UTF-16 code units. NUL has no place in a text (nor in PostgreSQL)."""
    try:
        words = run.decode()
    except UnicodeDecodeError as error:
        raise Malformed("The text is no UTF-8.") from error
    if "\0" in words:
        raise Malformed("The text holds a NUL.")
    return len(words) if words.isascii() else len(words.encode("utf-16-le")) // 2


def _read_deletions(cursor, update):
    seen = set()
    for _ in range(cursor.number(MAX_ITEMS)):
        client, ranges = cursor.number(MAX_CLIENT), cursor.number(MAX_ITEMS)
        if client in seen or not ranges:
            raise Malformed("The deletions are not in order.")
        seen.add(client)
        for _ in range(ranges):
            clock, length = cursor.number(MAX_CLOCK), cursor.number(MAX_CLOCK)
            if not length or clock + length > MAX_CLOCK:
                raise Malformed("A deletion is out of bounds.")
            update.need(client, clock + length)
            update.deletes = True
            cursor.count_range()


class Cursor:
    """A place in the bytes, which only goes forward."""

    def __init__(self, data):
        self.data, self.place, self.ranges = data, 0, 0

    def byte(self) -> int:
        if self.place >= len(self.data):
            raise Malformed("The update ends too early.")
        self.place += 1
        return self.data[self.place - 1]

    def number(self, most) -> int:
        """An unsigned number in groups of seven bits, lowest first (lib0 `readVarUint`)."""
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
            shift += 7
            if shift > 56:
                raise Malformed("A number is too long.")
        if number > most:
            raise Malformed("A number is out of bounds.")
        return number

    def run(self) -> bytes:
        """Bytes with their length before them: never more than there are."""
        length = self.number(MAX_BYTES)
        if length > len(self.data) - self.place:
            raise Malformed("The update ends too early.")
        self.place += length
        return self.data[self.place - length : self.place]

    def count_range(self):
        self.ranges += 1
        if self.ranges > MAX_ITEMS:
            raise Malformed("The update deletes too much at once.")

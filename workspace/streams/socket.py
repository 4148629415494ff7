"""One open socket: whose it is, what it follows, and how much is under way to it."""

import time

from workspace.streams.frames import text_frame

MAX_STREAMS = 200
MAX_UNACKNOWLEDGED = 64
MAX_UNACKNOWLEDGED_BYTES = 256 * 1024
FRAMES_A_SECOND = 20
BURST = 40


class Socket:
    __slots__ = (
        "allowance",
        "follows",
        "language",
        "news",
        "outlet",
        "person",
        "refilled_at",
        "session",
        "unacknowledged",
        "unacknowledged_bytes",
        "watches",
    )

    def __init__(self, outlet, session, person, language):
        """`session` is the session's key, `person` the person's."""
        self.outlet, self.session, self.person, self.language = outlet, session, person, language
        self.follows: dict[int, Follow] = {}
        self.watches: set[int] = set()
        self.news: dict[int, tuple[int, int]] = {}
        self.unacknowledged = self.unacknowledged_bytes = 0
        self.allowance, self.refilled_at = BURST, time.monotonic()

    def tell(self, type, **payload):
        self.outlet.send(text_frame({"type": type, **payload}))

    def may_speak(self):
        """Whether one more frame of the client's is within the rate: a token bucket."""
        now = time.monotonic()
        earned = (now - self.refilled_at) * FRAMES_A_SECOND
        self.allowance = min(BURST, self.allowance + earned) - 1
        self.refilled_at = now
        return self.allowance >= 0

    def has_room(self, size=0):
        """A frame larger than the window goes too, alone."""
        if not self.unacknowledged:
            return True
        return (
            self.unacknowledged < MAX_UNACKNOWLEDGED
            and self.unacknowledged_bytes + size <= MAX_UNACKNOWLEDGED_BYTES
        )

    def is_relieved(self):
        """Whether a reader who fell behind has so much room again that going on is worth it."""
        return (
            self.unacknowledged <= MAX_UNACKNOWLEDGED // 2
            and self.unacknowledged_bytes <= MAX_UNACKNOWLEDGED_BYTES // 2
        )


class Follow:
    """That a socket follows a stream. `cursor` is the position of the last event sent to it;
    one that `is_behind` waits for the client's acknowledgement."""

    __slots__ = ("cursor", "is_behind", "socket", "under_way")

    def __init__(self, socket, after):
        self.socket, self.cursor = socket, after
        self.under_way: list[tuple[int, int]] = []
        self.is_behind = False

    def take(self, frames, begin):
        """Those of the frames, the first of which is of position `begin`, that come next and that
        the window has room for. They count as sent."""
        socket, first = self.socket, self.cursor + 1 - begin
        last = first
        for frame in frames[first:]:
            size = len(frame)
            if not socket.has_room(size):
                break
            last += 1
            self.cursor += 1
            self.under_way.append((self.cursor, size))
            socket.unacknowledged += 1
            socket.unacknowledged_bytes += size
        return frames[first:last]

    def acknowledge(self, position):
        """The client has what was sent up to this position."""
        arrived = 0
        for sent, size in self.under_way:
            if sent > position:
                break
            arrived += 1
            self.socket.unacknowledged -= 1
            self.socket.unacknowledged_bytes -= size
        del self.under_way[:arrived]

    def end(self):
        self.acknowledge(self.cursor)

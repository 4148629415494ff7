"""The load client's heart: one thread, one epoll, callbacks for what can be read."""

import select
import time
from collections.abc import Callable

STEP_SECONDS = 0.01


class Loop:
    def __init__(self):
        self.epoll = select.epoll()
        self.readers: dict[int, Callable[[], None]] = {}
        self.turns: list[Callable[[], None]] = []

    def add(self, sock, read):
        sock.setblocking(False)
        self.readers[sock.fileno()] = read
        self.epoll.register(sock, select.EPOLLIN)

    def remove(self, sock):
        self.epoll.unregister(sock)
        del self.readers[sock.fileno()]

    def each_turn(self, do):
        """Call this after each look at the sockets, at least every `STEP_SECONDS`."""
        self.turns.append(do)

    def run(self, *, until=lambda: False, seconds):
        """Until the condition holds. Returns whether it came to hold within so many seconds."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                return False
            for number, _event in self.epoll.poll(STEP_SECONDS):
                self.readers[number]()
            for do in self.turns:
                do()
        return True

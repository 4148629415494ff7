"""Any number of readers of one thread, each with a WebSocket, as docs/live.md says.

Frames are searched for the position they carry, not parsed: a thousand readers must cost less
than the server that is measured. That positions come without gaps, once and in order is checked
for each frame of each reader.
"""

import json
import re
import socket
import struct
import time
from array import array

HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {cookie}\r\n\r\n"
)
MASK = b"\0\0\0\0"  # a valid one, and the payload stays as it is
RECEIVE = 256 * 1024
# The head of an event frame is shorter than this; it may come in two pieces.
OVERLAP = 100
ACKNOWLEDGE_EACH = 32
BEAT_SECONDS = 2.0
AT_ONCE = 50
CONNECT_SECONDS = 60


class Followers:
    """`arrived[i]` says how many have the event at `after + 1 + i`, `last_at[i]` when the last
    of them got it (seconds, as time.time())."""

    def __init__(self, loop, port, stream, after, path="/live/"):
        self.loop, self.port, self.path = loop, port, path
        self.stream, self.after = stream, after
        self.event = re.compile(rb'"stream":%d,"position":(\d+),"verb"' % stream)
        self.members: list[Follower] = []
        self.arrived, self.last_at = array("L"), array("d")
        self.deliveries = 0
        self.complete = after
        self.faults: list[str] = []
        self.beating = 0
        self.next_beat = time.monotonic()

    def connect(self, people, marker):
        """Open a socket for each (cookie, words), say the words, and wait for this answer."""
        for begin in range(0, len(people), AT_ONCE):
            group = [
                Follower(self, cookie, words, marker)
                for cookie, words in people[begin : begin + AT_ONCE]
            ]
            self.members += group
            ready = self.loop.run(
                until=lambda group=group: all(follower.is_ready for follower in group),
                seconds=CONNECT_SECONDS,
            )
            if not ready:
                raise TimeoutError("followers do not get an answer")

    def keep_beating(self):
        """Each reader says every two seconds that it is there, one after the other."""
        self.next_beat = time.monotonic()
        self.loop.each_turn(self._beat)

    def _beat(self):
        now, members = time.monotonic(), self.members
        while now >= self.next_beat:
            members[self.beating % len(members)].acknowledge("beat")
            self.beating += 1
            self.next_beat += BEAT_SECONDS / len(members)

    def note(self, position, now):
        """One reader got the event at this position."""
        place = position - self.after - 1
        while place >= len(self.arrived):
            self.arrived.append(0)
            self.last_at.append(0.0)
        self.arrived[place] += 1
        self.last_at[place] = now
        self.deliveries += 1
        if self.arrived[place] == len(self.members) and position == self.complete + 1:
            self.complete = position

    def close(self):
        if self._beat in self.loop.turns:
            self.loop.turns.remove(self._beat)
        for follower in self.members:
            self.loop.remove(follower.sock)
            follower.sock.close()


class Follower:
    __slots__ = (
        "acknowledged",
        "first_words",
        "followers",
        "is_open",
        "is_ready",
        "marker",
        "position",
        "sock",
        "tail",
    )

    def __init__(self, followers, cookie, first_words, marker):
        self.followers, self.first_words, self.marker = followers, first_words, marker
        self.position = self.acknowledged = followers.after
        self.tail = b""
        self.is_open = self.is_ready = False
        self.sock = socket.create_connection(("127.0.0.1", followers.port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        handshake = HANDSHAKE.format(path=followers.path, port=followers.port, cookie=cookie)
        self.sock.sendall(handshake.encode())
        followers.loop.add(self.sock, self.read)

    def read(self):
        data = self.sock.recv(RECEIVE)
        now = time.time()
        if not data:
            raise ConnectionError(f"the server closed a socket: {self.tail!r}")
        if self.is_ready:
            self.take(self.tail + data, now)
        else:
            self.get_ready(self.tail + data)

    def get_ready(self, data):
        self.tail = data
        if not self.is_open and b"\r\n\r\n" in data:
            if not data.startswith(b"HTTP/1.1 101"):
                raise ConnectionError(data[:200])
            self.is_open = True
            for words in self.first_words:
                self.say(words)
        if self.is_open and self.marker in data:
            self.is_ready = True
            self.tail = b""

    def take(self, data, now):
        end = 0
        for found in self.followers.event.finditer(data):
            position, end = int(found[1]), found.end()
            if position != self.position + 1:
                self.followers.faults.append(f"{position} came after {self.position}")
            self.position = position
            self.followers.note(position, now)
        self.tail = data[max(end, len(data) - OVERLAP) :]
        if self.position - self.acknowledged >= ACKNOWLEDGE_EACH:
            self.acknowledge("ack")

    def acknowledge(self, op):
        self.acknowledged = self.position
        self.say({"op": op, "streams": {str(self.followers.stream): self.position}})

    def say(self, words):
        payload = words if isinstance(words, bytes) else json.dumps(words).encode()
        size = len(payload)
        head = bytes((0x81, 0x80 | size)) if size < 126 else struct.pack("!BBH", 0x81, 254, size)
        self.sock.sendall(head + MASK + payload)

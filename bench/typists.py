"""People who write in a shared text, each with a copy of it that merges what the others write."""

import json
import random
import socket
import struct
import time
from base64 import b64decode, b64encode

from pycrdt import Doc, Text

from bench.followers import HANDSHAKE, MASK
from workspace.streams.frames import LENGTH_IN_2_BYTES, LENGTH_IN_8_BYTES

WORDS = ("Het water", "blijft", "twee dagen", "staan", "en dan", "is de wadi", "weer droog.")
RECEIVE = 256 * 1024


class Typist:
    """`sent_at` says of each update (as it goes over the wire) when it was sent, as time.time();
    `positions` which place in the log it got."""

    def __init__(self, loop, port, stream, cookie):
        self.loop, self.stream = loop, stream
        self.doc, self.buffer, self.is_open = Doc(), b"", False
        self.text = self.doc.get("text", type=Text)
        self.position, self.sent_at, self.positions = 0, {}, {}
        self.sock = socket.create_connection(("127.0.0.1", port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.sendall(HANDSHAKE.format(path="/live/", port=port, cookie=cookie).encode())
        loop.add(self.sock, self.read)

    def write(self):
        """A word somewhere in the text, or one letter less."""
        before = self.doc.get_state()
        length = len(str(self.text))
        place = random.randrange(length + 1)
        if length > 100 and random.random() < 0.1:
            del self.text[place - 1 : place or 1]
        else:
            self.text.insert(place, random.choice(WORDS) + " ")
        update = b64encode(self.doc.get_update(before)).decode()
        self.sent_at[update] = time.time()
        number = len(self.sent_at)
        self.say({"op": "edit", "stream": self.stream, "update": update, "id": number})

    def read(self):
        data = self.sock.recv(RECEIVE)
        if not data:
            raise ConnectionError("the server closed a writer's socket")
        self.buffer += data
        if not self.is_open:
            _head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self.is_open, self.buffer = True, rest
            self.say({"op": "follow", "streams": {str(self.stream): 0}})
        while (body := self.take()) is not None:
            self.hear(json.loads(body))

    def take(self):
        """The text of the next whole frame, or None (RFC 6455, section 5.2; frames of a server
        are not masked)."""
        if len(self.buffer) < 2:
            return None
        length = self.buffer[1]
        begin, form = {LENGTH_IN_2_BYTES: (4, "!H"), LENGTH_IN_8_BYTES: (10, "!Q")}.get(
            length, (2, "")
        )
        if len(self.buffer) < begin:
            return None
        if form:
            length = struct.unpack(form, self.buffer[2:begin])[0]
        if len(self.buffer) < begin + length:
            return None
        body, self.buffer = self.buffer[begin : begin + length], self.buffer[begin + length :]
        return body

    def hear(self, frame):
        if frame["type"] == "error":
            raise RuntimeError(frame)
        if frame["type"] != "event":
            return
        assert frame["position"] == self.position + 1, (frame["position"], self.position)
        self.position = frame["position"]
        if update := frame.get("update"):
            self.doc.apply_update(b64decode(update))
            if update in self.sent_at:
                self.positions[update] = self.position
        if self.position % 16 == 0:
            self.say({"op": "ack", "streams": {str(self.stream): self.position}})

    def say(self, words):
        payload = json.dumps(words).encode()
        size = len(payload)
        head = bytes((0x81, 0x80 | size)) if size < 126 else struct.pack("!BBH", 0x81, 254, size)
        self.sock.sendall(head + MASK + payload)

    def close(self):
        self.loop.remove(self.sock)
        self.sock.close()

"""People who post by HTTP, each on a connection that stays open."""

import re
import socket
import time
from collections import deque
from urllib.parse import urlencode
from uuid import uuid4

CSRF = "b" * 32
REQUEST = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}; csrf={csrf}\r\n"
    "X-CSRFToken: {csrf}\r\nHX-Request: true\r\nHX-Target: answer\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
REVISION = re.compile(rb'data-revision="(\d+)"')
# What people write: about three lines.
WORDS = (
    "Dank voor het uitzoeken. Als ik het goed zie staat het water in de kelders nu **twee dagen** "
    "korter dan vorig jaar, en dat komt door de nieuwe afvoer bij de singel. Zullen we de cijfers "
    "van de Lindestraat er [naast leggen](https://voorbeeld.nl/meting) voordat we iets besluiten? "
)


def message(poster):
    return {"body": WORDS, "client_id": str(uuid4())}


class Posters:
    """`posted_at` says of each log position when its request was sent (as time.time()).
    `fields` gives what a poster posts: a message, if nothing else is said."""

    def __init__(self, loop, port, path, cookies, fields=message):
        self.loop, self.fields = loop, fields
        self.posted_at: dict[int, float] = {}
        self.seconds: list[float] = []
        self.errors: list[str] = []
        self.members = [Poster(self, port, path, cookie) for cookie in cookies]
        self.idle = deque(self.members)

    def post(self, due=None):
        """One of those who are idle posts. False when nobody is.

        What was `due` earlier (as time.time()) counts from then: a server that keeps people
        waiting does not get the benefit of it.
        """
        if not self.idle:
            return False
        self.idle.popleft().post(due or time.time())
        return True

    @property
    def are_idle(self):
        return len(self.idle) == len(self.members)

    def close(self):
        for poster in self.members:
            poster.close()


class Poster:
    def __init__(self, posters, port, path, cookie):
        self.posters, self.port, self.path, self.cookie = posters, port, path, cookie
        self.answered: list[float] = []  # when those were sent that went well
        self.connect()

    def connect(self):
        self.answer, self.sent_at = b"", None
        self.sock = socket.create_connection(("127.0.0.1", self.port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.posters.loop.add(self.sock, self.read)

    def post(self, due):
        body = urlencode(self.posters.fields(self))
        request = REQUEST.format(
            path=self.path, port=self.port, cookie=self.cookie, csrf=CSRF,
            length=len(body), body=body,
        )  # fmt: skip
        self.sent_at = due
        self.sock.sendall(request.encode())

    def read(self):
        data = self.sock.recv(65536)
        self.answer += data
        if not data:
            self.close()
            if self.sent_at:
                self.done("the connection was closed")
            self.connect()
        elif self.is_answered():
            self.done(None if self.answer[9:10] == b"2" else self.answer[:300].decode())

    def is_answered(self):
        head, _, body = self.answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        return len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n")

    def done(self, error):
        posters = self.posters
        if error:
            posters.errors.append(error)
        else:
            self.answered.append(self.sent_at)
        posters.seconds.append(time.time() - self.sent_at)
        if revision := REVISION.search(self.answer):
            posters.posted_at[int(revision[1])] = self.sent_at
        self.answer, self.sent_at = b"", None
        posters.idle.append(self)

    def close(self):
        self.posters.loop.remove(self.sock)
        self.sock.close()

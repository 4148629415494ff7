"""A tab of someone's browser, as far as its socket goes."""

import json
import time
from socket import create_connection

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.servers import PATIENCE


class Tab:
    def __init__(self, server, session, path="/live/", host=None, **options):
        """`session` is the value of the session cookie, None for somebody who is not signed in."""
        headers = {"Cookie": f"session={session}"} if session else {}
        if host:
            # The address names the host in the handshake; the connection goes to our server.
            options["sock"] = create_connection(("localhost", server.port))
        options = {"origin": server.url, "additional_headers": headers} | options
        options |= {"compression": None, "max_size": None, "max_queue": None, "ping_interval": None}
        options |= {"open_timeout": PATIENCE}
        address = (f"ws://{host}" if host else server.url.replace("http", "ws")) + path
        self.socket = connect(address, legacy=True, close_timeout=1, **options)
        self.passed = []

    def say(self, op, **frame):
        self.socket.send(json.dumps({"op": op, **frame}))

    def follow(self, thread, after=0, **more):
        """Returns once the server follows too."""
        self.say("follow", streams={str(thread.stream_id): after}, **more)
        self.catch_up()
        return self

    def told_any(self, timeout=PATIENCE):
        """The next frame. Raises TimeoutError."""
        return json.loads(self.socket.recv(timeout=timeout))

    def told(self, type_, patience=PATIENCE):
        """The next frame of this type; `passed` keeps what came before it."""
        deadline = time.monotonic() + patience
        while True:
            frame = self.told_any(max(0, deadline - time.monotonic()))
            if frame["type"] == type_:
                return frame
            self.passed.append(frame)

    def told_until(self, type_, condition, patience=PATIENCE):
        """The first frame of this type for which the condition holds."""
        deadline = time.monotonic() + patience
        while True:
            frame = self.told(type_, deadline - time.monotonic())
            if condition(frame):
                return frame

    def hears(self, count=1, acknowledging=True):
        """The next events; each is acknowledged when it came."""
        events = [frame for frame in self.passed if frame["type"] == "event"][:count]
        self.passed = [frame for frame in self.passed if frame not in events]
        for _ in range(count - len(events)):
            events.append(self.told("event"))
            if acknowledging:
                self.acknowledge(events[-1])
        return events

    def acknowledge(self, event):
        if event["position"] % 10 == 0:
            self.say("ack", streams={str(event["stream"]): event["position"]})

    def told_in_a_second(self, type_):
        """The next frame of this type, which comes within a second by the server's own clock,
        however busy this machine is: one beat may be on its way already, a second one is late."""
        self.catch_up()
        beats = 0
        while not (found := [frame for frame in self.passed if frame["type"] == type_]):
            self.passed.append(self.told_any())
            beats += self.passed[-1]["type"] == "beat"
            assert beats < 2, f"nothing came within a second that is {type_}"
        self.passed.remove(found[0])
        return found[0]

    def closed_in_a_second(self):
        """The code with which the server closes the socket, in the same way."""
        try:
            self.told_in_a_second("end")
        except ConnectionClosed as end:
            return end.rcvd.code

    def catch_up(self):
        """Returns once all is here that the server sent until now."""
        self.say("typing", stream=0)
        self.told("error")

    def hears_nothing_until_a_beat(self):
        """Two beats, so that a whole second is in between, and no event before or among them."""
        self.catch_up()
        self.told("beat")
        self.told("beat")
        return not [frame for frame in self.passed if frame["type"] == "event"]

    def closed(self, patience=PATIENCE):
        """The code with which the server closes the socket."""
        deadline = time.monotonic() + patience
        try:
            while True:
                self.socket.recv(timeout=max(0, deadline - time.monotonic()))
        except ConnectionClosed as end:
            return end.rcvd.code

    def close(self):
        self.socket.close()


def positions(events):
    return [event["position"] for event in events]

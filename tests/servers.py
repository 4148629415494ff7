"""The real server as a process of its own, on the database of the tests."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

# For what surely comes; three workers share two slow cores.
PATIENCE = 120


def until(condition):
    """Wait for it. Raises AssertionError."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be"
        time.sleep(0.05)


class Port:
    """A port for a server that a test starts, later or again; until it is `free` nobody else gets
    it. It is bound but not listened at, which SO_REUSEADDR of a server allows."""

    def __init__(self, number=0):
        self.place = socket.socket()
        self.place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.place.bind(("127.0.0.1", number))
        self.number = self.place.getsockname()[1]

    def free(self):
        self.place.close()


class Server:
    """`restart` comes back on the same port, as a server does that was updated or that crashed."""

    def __init__(self, **environment):
        self.place = Port()
        self.port = self.place.number
        self.environment = os.environ | {"DATABASE_URL": database_url()} | environment
        self.process = None

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workspace.server", "--port", str(self.port)],
            cwd=settings.BASE_DIR,
            env=self.environment,
        )
        self.wait_until_ready()

    def wait_until_ready(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended by itself with {self.process.returncode}")
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=5).close()  # noqa: S310
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(f"the server was not ready within {PATIENCE} s")

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def restart(self, how=signal.SIGTERM):
        self.stop(how)
        self.start()


def database_url():
    """The address of the test database, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

"""The first thing anybody does: clone, one command, a page. On what is committed, nothing else."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from contextlib import ExitStack, suppress

import pytest
from django.conf import settings

from tests.processor import seconds_used
from tests.servers import PATIENCE, Port
from workspace.bootstrap.run import LMTP_ABOVE

pytestmark = pytest.mark.newcomer

# What this test run itself set, and a newcomer does not have.
OURS = ("DATA_DIR", "DATABASE_URL", "REDIS_URL", "DEVELOPMENT", "DJANGO_SETTINGS_MODULE")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newcomer") / "beraad"
    subprocess.run(["git", "clone", "--quiet", settings.BASE_DIR, folder], check=True)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def environment():
    path = os.environ["PATH"].split(os.pathsep)
    bare = os.pathsep.join(part for part in path if ".venv" not in part)
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"PATH": bare}


class Run:
    """`python3 -m workspace run` by somebody who reads what it prints."""

    def __init__(self, clone, environment, *arguments):
        python = shutil.which("python3", path=environment["PATH"])
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [python, "-m", "workspace", "run", *map(str, arguments)],
            cwd=clone,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout))
        self.reader.start()

    @property
    def said(self):
        return "".join(self.lines)

    def serves(self, port, within):
        """Returns once the program says it is healthy."""
        while time.monotonic() - self.began < within and self.process.poll() is None:
            if healthy(port):
                return
            time.sleep(0.2)
        raise AssertionError(f"it did not serve within {within} s:\n{self.said}")

    def ends(self, number):
        self.process.send_signal(number)
        return self.code()

    def code(self):
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        return code


def healthy(port):
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.fixture
def run(clone, environment):
    started = []

    def start(*arguments):
        started.append(Run(clone, environment, *arguments))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()


@pytest.fixture
def port():
    """With that for mail, which lies above it."""
    with ExitStack() as taken:
        while True:
            place = Port()
            taken.callback(place.free)
            with suppress(OSError):
                taken.callback(Port(place.number + LMTP_ABOVE).free)
                break
        yield place.number


def test_one_command_makes_everything_and_serves(run, port, data):
    first = run("--port", port, "--data", data)
    first.serves(port, within=1800)
    assert f"http://localhost:{port}" in first.said
    assert "@" in first.said.partition("http://localhost")[2], "no demo logins are printed"
    assert "Traceback" not in first.said
    assert first.ends(signal.SIGTERM) == 0


def test_the_second_start_takes_seconds(run, port, data):
    """Seconds of the processor: how busy others keep it is not ours."""
    before = seconds_used()
    second = run("--port", port, "--data", data)
    second.serves(port, within=1800)
    assert "Installing" not in second.said
    assert second.ends(signal.SIGINT) == 0
    assert seconds_used() - before < 20


def test_it_starts_without_the_demo_world(run, port, tmp_path):
    empty = run("--port", port, "--data", tmp_path, "--no-demo")
    empty.serves(port, within=1800)
    assert "demo" not in empty.said
    assert empty.ends(signal.SIGTERM) == 0


def test_a_port_that_is_taken_is_said_in_one_sentence(run, port, tmp_path):
    with socket.create_server(("127.0.0.1", port)):
        late = run("--port", port, "--data", tmp_path)
        assert late.code() == 1
    assert late.said.startswith(f"\nPort {port} is in use by another program.")
    assert len(late.said.strip().splitlines()) == 1

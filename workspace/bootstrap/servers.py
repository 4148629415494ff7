"""A PostgreSQL and a Valkey of our own, on private sockets, for as long as they are needed."""

import os
import platform
import signal
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from . import SetupError
from .postgres import PostgreSQL
from .valkey import Valkey

START_SECONDS = 30
STOP_SECONDS = 20


@contextmanager
def brought(data, *settings):
    """Start what the environment does not name; yields the addresses as environment variables."""
    missing = {"DATABASE_URL", "REDIS_URL"} - os.environ.keys()
    if missing and (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise SetupError(
            "PostgreSQL and Valkey are brought along for Linux on x86_64 only. "
            f"Start your own and name them in {' and '.join(sorted(missing))}."
        )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="beraad-")))
        addresses = {}
        if "DATABASE_URL" in missing:
            postgres = PostgreSQL(data / "postgres", folder)
            postgres.prepare()
            command = postgres.command(settings)
            stack.enter_context(serving(command, folder / "postgres.log", postgres.ready))
            addresses["DATABASE_URL"] = postgres.url
        if "REDIS_URL" in missing:
            valkey = Valkey(folder)
            stack.enter_context(serving(valkey.command(), folder / "valkey.log", valkey.ready))
            addresses["REDIS_URL"] = valkey.url
        yield addresses


@contextmanager
def serving(command, log, ready):
    """Run a server until the block ends."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=log.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C first ends the programs that use it
        )
    try:
        wait_until(ready, process, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(STOP_SECONDS)


def wait_until(ready, process, log):
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.05)
    raise SetupError(f"{log.read_text()}\nThe server that says this did not start.")

"""A server under measurement: a process of its own, pinned to one core."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

from bench import cores

START_SECONDS, STOP_SECONDS = 30, 15


class Server:
    def __init__(self, process, port):
        self.process, self.port = process, port

    @property
    def memory_kb(self):
        return cores.memory_kb(self.process.pid)

    @property
    def peak_kb(self):
        return cores.memory_kb(self.process.pid, "VmHWM")

    def forget_peak(self):
        cores.forget_peak(self.process.pid)

    @property
    def cpu_seconds(self):
        return cores.cpu_seconds(self.process.pid)


@contextmanager
def serving(module="workspace.server"):
    """Run `python -m module --port …` until the block ends."""
    port = free_port()
    log = settings.DATA_DIR / f"{module}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, "--port", str(port)],
            cwd=settings.BASE_DIR,
            env=os.environ | {"SITE_URL": f"http://127.0.0.1:{port}", "FLOOD_LIMITS": "0"},
            stdout=output,
            stderr=output,
            preexec_fn=lambda: cores.stay_on(cores.SERVER),
        )
    try:
        wait_for(port, process, log)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port, process, log):
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{log.read_text()}\nThe server that says this did not start.")

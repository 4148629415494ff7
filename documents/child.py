"""Programs that look into files of others, in a process with bounds."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

from django.conf import settings

MB = 1024 * 1024


class Failed(Exception):
    """The program went past a bound, or could not do anything with the file."""


def run(command, *, home, seconds, memory=512 * MB, written=64 * MB):
    """Run a program in the folder `home`, in which it leaves what it makes. It has an empty
    environment, no network where the system allows to take that away, and so many seconds, bytes
    of memory and bytes in a file. Afterwards nothing of it runs. Raises `Failed`."""
    bounds = [str(bound) for bound in (seconds, memory, written)]
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home),
        "PYTHONPATH": str(settings.BASE_DIR), "LANG": "C.UTF-8",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "documents.reading.bounded", *bounds, *map(str, command)],
        env=environment, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise Failed("took too long") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code:
        raise Failed(f"ended with {code}")

"""One line for each step: what it does, that it lives, how long it took."""

import subprocess
import time

from . import ROOT, SetupError

HEARTBEAT_SECONDS = 2
LAST_LINES = 20


def step(title, command, *, advice, env=None):
    """Run a command as one line of progress and return what it wrote to standard output."""
    print(f"  {title} ", end="", flush=True)
    began = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        output, errors = finish(process)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        tail = "\n".join(f"    {line}" for line in (output + errors).splitlines()[-LAST_LINES:])
        raise SetupError(f"{tail}\n\n{title}: this failed. {advice}")
    print(f" {time.monotonic() - began:.1f} s", flush=True)
    return output


def finish(process):
    while True:
        try:
            return process.communicate(timeout=HEARTBEAT_SECONDS)
        except subprocess.TimeoutExpired:
            print(".", end="", flush=True)

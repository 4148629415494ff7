"""One line for each step: what it does, that it lives, how long it took."""

import subprocess
import threading
import time

from . import ROOT, SetupError

HEARTBEAT_SECONDS = 2
LAST_LINES = 20


def step(title, command, *, advice, env=None):
    """Run a command as one line of progress and return what it wrote to standard output. Beside
    others, in a thread, it has its line when it is done."""
    is_alone = threading.current_thread() is threading.main_thread()
    if is_alone:
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
        output, errors = finish(process, is_alone)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        tail = "\n".join(f"    {line}" for line in (output + errors).splitlines()[-LAST_LINES:])
        raise SetupError(f"{tail}\n\n{title}: this failed. {advice}")
    begin = "" if is_alone else f"\n  {title} "
    print(f"{begin} {time.monotonic() - began:.1f} s", flush=True)
    return output


def finish(process, is_alone):
    while True:
        try:
            return process.communicate(timeout=HEARTBEAT_SECONDS)
        except subprocess.TimeoutExpired:
            if is_alone:
                print(".", end="", flush=True)

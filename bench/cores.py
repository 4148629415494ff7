"""One core for the server, another for everything else; and what a process used of them."""

import os
from pathlib import Path

SERVER, OTHERS = range(os.cpu_count())[:2]
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def stay_on(core):
    os.sched_setaffinity(0, {core})


def cpu_seconds(pid):
    """User and system time of a process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def memory_kb(pid, which="VmRSS"):
    """Resident memory: as it is, or the most that it was (VmHWM) since `forget_peak`."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(which):
            return int(line.split()[1])
    raise ProcessLookupError(pid)


def forget_peak(pid):
    """From now on VmHWM counts anew (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")

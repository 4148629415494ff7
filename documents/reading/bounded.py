"""Become another program, within bounds: seconds of processor time, bytes of memory, bytes in one
file, and without a network where the system allows it. Loads nothing of Django."""

import ctypes
import os
import resource
import sys

# unshare(2)
NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000


def main():
    seconds, memory, written = map(int, sys.argv[1:4])
    libc = ctypes.CDLL(None)
    if libc.unshare(NEW_NETWORK):
        libc.unshare(NEW_USER | NEW_NETWORK)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.nice(10)
    os.execvp(sys.argv[4], sys.argv[4:])  # noqa: S606


main()

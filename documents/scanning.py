"""The virus scanner: clamd, to which a file is sent block by block (clamd(8), INSTREAM)."""

import re
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 120
BLOCK = 64 * 1024
ANSWER = re.compile(r"stream: (?:(?P<clean>OK)|(?P<virus>.+) FOUND)\0?$")


class ScannerAway(Exception):
    """There is no scanner at this moment, or it did not look at the whole file."""


def scan(file):
    """The name of what was found in a readable file, or "". Raises `ScannerAway`."""
    try:
        with _connection() as scanner:
            scanner.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                scanner.sendall(struct.pack(">L", len(block)) + block)
            scanner.sendall(struct.pack(">L", 0))
            answer = scanner.makefile("rb").read(1_000).decode("utf-8", "replace")
    except OSError as error:
        raise ScannerAway(str(error)) from error
    found = ANSWER.match(answer)
    if found is None:
        raise ScannerAway(answer[:200])
    return found["virus"] or ""


def _connection():
    """To `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`."""
    url = urlsplit(settings.CLAMD_URL)
    if url.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(TIMEOUT)
        scanner.connect(url.path)
        return scanner
    return socket.create_connection((url.hostname, url.port or 3310), timeout=TIMEOUT)

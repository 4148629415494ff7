"""Files written into the text itself, as before MIME: uuencode (POSIX) and yEnc (yenc.org)."""

import binascii
import re

UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n"
    rb"((?:[!-`][ -~]{0,90}+\r?\n)*+)"
    rb"(?:[` ]\r?\n)?end[ \t]{0,9}\r?$\n?",
    re.MULTILINE,
)
YENC = re.compile(
    rb"^=ybegin [^\r\n]{0,500}?name=([^\r\n]{1,200})\r?\n(?:=ypart [^\r\n]{0,500}\r?\n)?"
    rb"((?:(?!=yend)[^\r\n]++\r?\n)*+)=yend [^\r\n]*+\r?\n?",
    re.MULTILINE,
)
LINE = re.compile(rb"[^\r\n]++")
ESCAPE = re.compile(rb"=(.)")
LESS_42 = bytes((byte - 42) % 256 for byte in range(256))
# More than any mail has that was not built to take long.
MAX_FILES, MAX_LINES, MAX_ESCAPES = 100, 600_000, 1_000_000


class _Other(Exception):
    """It only looks like a file: it stays text."""


def take_out(content):
    """(the text without them, [(name, content)])."""
    files = []
    if content.startswith(b"begin ") or b"\nbegin " in content:
        content = UUENCODED.sub(lambda found: _keep(files, found, _uudecoded), content, MAX_FILES)
    if b"=ybegin " in content:
        content = YENC.sub(lambda found: _keep(files, found, _ydecoded), content, MAX_FILES)
    return content, files


def _keep(files, found, decode):
    try:
        files.append((found[1].strip(), decode(found[2])))
    except _Other:
        return found[0]
    return b""


def _uudecoded(lines):
    if lines.count(b"\n") > MAX_LINES:
        raise _Other
    collected = bytearray()
    for line in LINE.finditer(lines):
        collected += _uuline(line[0])
    return bytes(collected)


def _uuline(line):
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass  # some encoders pad a line; its first character says how much of it counts
    try:
        return binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])
    except binascii.Error as error:
        raise _Other from error


def _ydecoded(lines):
    if lines.count(b"=") > MAX_ESCAPES:
        raise _Other
    lines = lines.translate(None, b"\r\n")
    return ESCAPE.sub(lambda found: bytes([(found[1][0] - 64) % 256]), lines).translate(LESS_42)

"""Files written into the text itself, as before MIME: uuencode (POSIX) and yEnc (yenc.org)."""

import binascii
import re

UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[!-`][ -~]{0,90}+\r?\n)*+)(?:[` ]\r?\n)?end[ \t]{0,9}\r?$\n?",
    re.MULTILINE,
)
YENC = re.compile(
    rb"^=ybegin [^\r\n]{0,500}?name=([^\r\n]{1,200})\r?\n(?:=ypart [^\r\n]{0,500}\r?\n)?"
    rb"((?:(?!=yend)[^\r\n]*+\r?\n)*+)=yend [^\r\n]*+\r?\n?",
    re.MULTILINE,
)
LINE = re.compile(rb"[^\r\n]++")
ESCAPE = re.compile(rb"=(.)")
LESS_42 = bytes((byte - 42) % 256 for byte in range(256))


def take_out(content):
    """(the text without them, [(name, content)])."""
    files = []
    if b"begin " in content:
        content = UUENCODED.sub(lambda found: _keep(files, found, _uudecoded), content)
    if b"=ybegin " in content:
        content = YENC.sub(lambda found: _keep(files, found, _ydecoded), content)
    return content, files


def _keep(files, found, decode):
    try:
        files.append((found[1].strip(), decode(found[2])))
    except binascii.Error:
        return found[0]  # only looks like one: it stays text
    return b""


def _uudecoded(lines):
    return b"".join(_uuline(line[0]) for line in LINE.finditer(lines))


def _uuline(line):
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders pad a line; its first character says how much counts.
        return binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])


def _ydecoded(lines):
    lines = lines.replace(b"\r", b"").replace(b"\n", b"")
    return ESCAPE.sub(lambda found: bytes([(found[1][0] - 64) % 256]), lines).translate(LESS_42)

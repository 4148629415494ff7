"""Mailing-list archives in the mbox format (RFC 4155, appendix A, and its "mboxrd" quoting)."""

import re

# Unquoted "From " also begins sentences: a separator carries a time and a year as well.
SEPARATOR = re.compile(rb"From \S.{0,400}?\d\d:\d\d:\d\d.{0,40} \d{4}\s{0,9}$")
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
# Archives write addresses as "name at host (Full Name)" against harvesters.
HIDDEN_ADDRESS = re.compile(rb"^(From: \S+) at (\S+)", re.MULTILINE)


def spans(path):
    """(begin, end) of each mail in the file, in bytes, without its separator line."""
    begin = None
    with path.open("rb") as file:
        blank, end = True, 0
        while line := file.readline(1_000_000):
            if blank and SEPARATOR.match(line):
                if begin is not None:
                    yield begin, end
                begin = file.tell()
            blank, end = line in (b"\n", b"\r\n"), file.tell()
        if begin is not None:
            yield begin, end


def read(path, span):
    """The bytes of one mail, as it was before it was archived."""
    begin, end = span
    with path.open("rb") as file:
        file.seek(begin)
        raw = file.read(end - begin)
    found = END_OF_HEADERS.search(raw)
    headers, body = (raw[: found.end()], raw[found.end() :]) if found else (raw, b"")
    return HIDDEN_ADDRESS.sub(rb"\1@\2", headers, count=1) + QUOTED.sub(rb"\1", body)

"""Mailing-list archives in the mbox format (RFC 4155, appendix A, and its "mboxrd" quoting)."""

import re

# Unquoted "From " also begins sentences: a separator carries a time and a year as well.
SEPARATOR = re.compile(rb"From \S.*\d\d:\d\d:\d\d.* \d{4}\s*$")
QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


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
    """The bytes of one mail."""
    begin, end = span
    with path.open("rb") as file:
        file.seek(begin)
        return QUOTED.sub(rb"\1", file.read(end - begin))

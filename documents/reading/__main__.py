"""Read the file at a path, of a media type: leaves `text` and `thumbnail.webp` in this folder.

Runs in a process of its own (`documents.child`), since what it reads may be made to harm: it may
end at any moment, and what it left until then counts. Loads nothing of Django.
"""

import sys
from pathlib import Path

from documents.reading import office, pdf, picture

MAX_CHARACTERS = 1_000_000


def main(path, content_type):
    if content_type.startswith("image/"):
        picture.shrink(path, "thumbnail.webp")
        return
    left = MAX_CHARACTERS
    with Path("text").open("w", encoding="utf-8") as out:
        for line in lines(path, content_type):
            out.write(line[:left] + "\n")
            left -= len(line) + 1
            if left <= 0:
                return


def lines(path, content_type):
    if content_type == "text/plain":
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            while line := file.readline(100_000):
                yield line.rstrip("\n")
    elif content_type == "application/pdf":
        yield from pdf.lines(path)
    else:
        yield from office.lines(path, content_type)


main(*sys.argv[1:])

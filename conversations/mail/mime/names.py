"""Names of files: no path, no tricks, and no two the same in one mail."""

import mimetypes
from pathlib import PurePath

from workspace.text import clean_line

MAX_NAME = 150
EXTENSIONS = mimetypes.MimeTypes(filenames=())  # those of this program, not of the machine


class Names:
    """The names given in one mail so far."""

    def __init__(self):
        self.given, self.nameless = set(), 0

    def give(self, wanted, content_type):
        """ "a.csv", "a-2.csv" for its twin, "bijlage-1.png" for a picture without a name."""
        name = clean_line(wanted.replace("\\", "/")).rstrip("/").rpartition("/")[2].strip(". ")
        if not name:
            self.nameless += 1
            extension = EXTENSIONS.guess_extension(content_type) or ".bin"
            name = f"bijlage-{self.nameless}{extension}"
        suffix = PurePath(name).suffix[:20]
        stem = name[: len(name) - len(suffix)] if suffix else name
        stem, number = stem[: MAX_NAME - 30], 1
        name = stem + suffix
        while name.lower() in self.given:
            number += 1
            name = f"{stem}-{number}{suffix}"
        self.given.add(name.lower())
        return name

"""A stamp says that a step was done with exactly these inputs, and need not be done again."""

import hashlib
from pathlib import Path


class Stamp:
    """Written only after success, so that a step that was cut off is done again."""

    def __init__(self, path, *inputs, makes=()):
        self.path = path
        self.digest = digest(inputs)
        self.makes = makes

    def current(self):
        return (
            self.path.is_file()
            and self.path.read_text() == self.digest
            and all(made.exists() for made in self.makes)
        )

    def write(self):
        self.path.write_text(self.digest)


def digest(inputs):
    """Inputs are words, files, and folders with all that is in them."""
    total = hashlib.sha256()
    for item in inputs:
        is_folder = isinstance(item, Path) and item.is_dir()
        for file in sorted(item.rglob("*")) if is_folder else [item]:
            if "__pycache__" in str(file):
                continue
            total.update(f"{file}\0".encode())
            if isinstance(file, Path) and file.is_file():
                total.update(file.read_bytes())
    return total.hexdigest()

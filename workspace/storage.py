"""Where the files of people are kept."""

from contextlib import suppress

from django.core.files.storage import FileSystemStorage


class Files(FileSystemStorage):
    """Of what could not be written whole (the disk is full) nothing stays: what is tried again and
    again would else take the last that there is."""

    def _save(self, name, content):
        is_there = self.exists(name)
        try:
            return super()._save(name, content)
        except OSError:
            if not is_there:
                with suppress(OSError):
                    self.delete(name)
            raise

"""What is found out about a version after it was received: whether it is safe to open, what it
says and how it looks. What looks into the file runs in a process of its own (`child`)."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from documents import filetypes
from documents.child import MB, Failed, run
from documents.models.version import MAX_TEXT, Version
from documents.scanning import ScannerAway, scan

READ_SECONDS, CONVERT_SECONDS = 30, 90
CONVERT_MEMORY = 4096 * MB  # of addresses: LibreOffice reserves far more than it uses
MAX_THUMBNAIL = 2 * MB
READABLE = filetypes.OFFICE | filetypes.IMAGES | {filetypes.PDF, filetypes.TEXT}


def prepare_version(version):
    """Whether it is ready; if not, it is to be tried again. The card shows what was found."""
    if version.prepared_at is None:
        if version.scan == Version.Scan.WAITING and not check(version):
            return False
        if version.can_be_opened:
            look_into(version)
        version.prepared_at = timezone.now()
        tell(version)
    return True


def check(version):
    """Ask the scanner; whether it answered. Without a scanner nothing waits for one."""
    if not settings.CLAMD_URL:
        version.scan = Version.Scan.NONE
        return True
    try:
        with version.open() as file:
            version.finding = scan(file)[:200]
    except ScannerAway:
        return False
    version.scan = Version.Scan.QUARANTINED if version.finding else Version.Scan.CLEAN
    return True


def look_into(version):
    with TemporaryDirectory(prefix="beraad-") as folder:
        home = Path(folder)
        path = Path(default_storage.path(version.file))
        if version.content_type in READABLE:
            version.text, version.thumbnail = read(path, version.content_type, home)
        if version.content_type in filetypes.OFFICE and (office := shutil.which("soffice")):
            version.rendition = convert(office, path, home)


def read(path, content_type, home):
    """Its words, and the name in the storage of a picture of it; empty for what cannot be read.
    What was read before it went wrong counts."""
    try:
        command = [sys.executable, "-P", "-m", "documents.reading", path, content_type]
        run(command, home=home, seconds=READ_SECONDS)
    except Failed:
        (home / "thumbnail.webp").unlink(missing_ok=True)  # half a picture is none
    return _words(home / "text"), _stored(home / "thumbnail.webp", MAX_THUMBNAIL)


def convert(office, path, home):
    """The name in the storage of the same as a PDF, made by LibreOffice; or empty."""
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = [
        office, "--headless", "--norestore", "--nolockcheck", profile,
        "--convert-to", "pdf", "--outdir", home, path,
    ]  # fmt: skip
    try:
        run(command, home=home, seconds=CONVERT_SECONDS, memory=CONVERT_MEMORY)
    except Failed:
        return ""
    return _stored(home / f"{path.stem}.pdf", settings.MAX_DOCUMENT_BYTES)


def tell(version):
    """Keep what was found out, and show the card anew."""
    document = version.document
    with document.changing(None):
        # Meanwhile a moderator may have taken it away.
        if not Version.objects.filter(pk=version.pk).exists():
            return
        version.save(update_fields=Version.DERIVED)
        document.tell_lists(version.author)
        if version.is_quarantined:
            document.tell(version.author, "quarantined", number=version.number)


def _words(path):
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(MAX_TEXT).replace("\0", "").strip()


def _stored(path, most):
    if not path.is_file() or path.is_symlink() or not 0 < path.stat().st_size <= most:
        return ""
    key = uuid4().hex
    with path.open("rb") as file:
        return default_storage.save(f"documents/{key[:2]}/{key}", File(file))

"""What a file is: by its content, never by its name or what the sender says."""

import struct
import zipfile
from pathlib import Path

import puremagic
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from conversations.models.attachment import SHOWN_IMAGES

UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
TEXT = "text/plain"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
IMAGES = frozenset(SHOWN_IMAGES.values())
ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."
ODT, ODS, ODP, ODG = (
    f"{ODF}{kind}" for kind in ("text", "spreadsheet", "presentation", "graphics")
)
DOCX = f"{OOXML}wordprocessingml.document"
XLSX = f"{OOXML}spreadsheetml.sheet"
PPTX = f"{OOXML}presentationml.presentation"
OFFICE = frozenset({ODT, ODS, ODP, ODG, DOCX, XLSX, PPTX})
# The part that makes a zip a file of Office Open XML (ECMA-376, part 2: packages).
PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}

LABELS = {
    PDF: (_("PDF"), "file-text"),
    TEXT: (_("Text"), "file-text"),
    ZIP: (_("Archive"), "file-archive"),
    OLE: (_("Older office document"), "file-text"),
    ODT: (_("Text document (ODT)"), "file-text"),
    ODS: (_("Spreadsheet (ODS)"), "file-spreadsheet"),
    ODP: (_("Presentation (ODP)"), "presentation"),
    ODG: (_("Drawing (ODG)"), "image"),
    DOCX: (_("Text document (Word)"), "file-text"),
    XLSX: (_("Spreadsheet (Excel)"), "file-spreadsheet"),
    PPTX: (_("Presentation (PowerPoint)"), "presentation"),
}
FAMILIES = {
    "image": (_("Image"), "image"),
    "audio": (_("Sound"), "file-audio"),
    "video": (_("Film"), "file-video"),
}
OTHER = (_("File"), "file")

HEAD = 8 * 1024
# The end of central directory record of a zip (APPNOTE.TXT 4.3.16): its directory may say a
# million names, which we do not read.
END = struct.Struct("<4s4H2LH")
MAX_NAMES, MAX_DIRECTORY = 5_000, 1024 * 1024


def label(content_type):
    return _about(content_type)[0]


def icon(content_type):
    return _about(content_type)[1]


def _about(content_type):
    family = FAMILIES.get(content_type.partition("/")[0], OTHER)
    return LABELS.get(content_type, family)


def recognise(path):
    """The media type of the file at this path; `UNKNOWN` for what we do not know for certain."""
    with Path(path).open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    return _of_image(path) or _of_text(head) or _of_other(head)


def _of_image(path):
    try:
        with Image.open(path, formats=list(SHOWN_IMAGES)) as image:
            return SHOWN_IMAGES[image.format]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None


def _of_text(head):
    if b"\0" in head:
        return None
    try:
        head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # not a letter that the head cut in two
            return None
    return TEXT


def _of_other(head):
    """Sound, film and pictures, for their label: they are only ever downloaded."""
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    known = found.partition("/")[0] in FAMILIES and len(found) <= 100 and found not in IMAGES
    return found if known and "svg" not in found else UNKNOWN


def _of_zip(path):
    if not has_small_directory(path):
        return ZIP
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if names and names[0] == "mimetype":
                with archive.open("mimetype") as file:
                    kind = file.read(100).decode("ascii", "replace").strip()
                return kind if kind in OFFICE else ZIP
            return next((kind for part, kind in PARTS.items() if part in names), ZIP)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ZIP


def has_small_directory(path):
    """Whether the list of names in a zip is one that we read: short, and not of zip64."""
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    begin = tail.rfind(b"PK\x05\x06")
    if begin < 0 or len(tail) - begin < END.size:
        return False
    _sign, _disk, _first, _here, names, length, _at, _comment = END.unpack_from(tail, begin)
    return names <= MAX_NAMES and length <= MAX_DIRECTORY

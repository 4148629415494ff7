"""Pictures that came with a message, made small enough to go along in a mail."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_WIDTH = MAX_HEIGHT = 1000
MAIL_WIDTH = 600
# Of one mail, together.
MAX_BYTES = 1_000_000
MAX_PICTURES = 10
# What is decoded at all: 24 million pixels are some 100 MB of memory.
MAX_PIXELS = 24_000_000
QUALITY = 80
MODES = {"png": "RGBA", "jpeg": "RGB"}
REMEMBERED = 20


@dataclass(frozen=True)
class Picture:
    cid: str
    name: str
    content_type: str
    content: bytes
    width: int
    height: int

    @property
    def shown_width(self):
        """As wide as a mail is: for programs that heed no stylesheet."""
        return min(self.width, MAIL_WIDTH)


def inline(attachments):
    """{attachment key: `Picture`} of those that fit in, in their order."""
    chosen, room = {}, MAX_BYTES
    for attachment in attachments:
        if len(chosen) == MAX_PICTURES:
            break
        picture = _small(attachment) if _can_be_shown(attachment) else None
        if picture and len(picture.content) <= room:
            chosen[attachment.pk] = picture
            room -= len(picture.content)
    return chosen


def _can_be_shown(attachment):
    return attachment.is_image and attachment.width * attachment.height <= MAX_PIXELS


@lru_cache(maxsize=REMEMBERED)
def _small(attachment):
    """As JPEG, or as PNG where something shows through. None when it cannot be decoded. A file
    never changes, and several letters show it."""
    made = BytesIO()
    try:
        with attachment.file.open() as file, Image.open(file) as image:
            image.draft("RGB", (MAX_WIDTH, MAX_HEIGHT))
            image = ImageOps.exif_transpose(image)
            image.thumbnail((MAX_WIDTH, MAX_HEIGHT))
            kind = "png" if image.has_transparency_data else "jpeg"
            image.convert(MODES[kind]).save(made, kind, quality=QUALITY, optimize=True)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    return Picture(
        cid=f"{attachment.pk.hex}@{settings.MAIL_DOMAIN}",
        name=f"{PurePath(attachment.name).stem}.{kind}",
        content_type=f"image/{kind}",
        content=made.getvalue(),
        width=image.width,
        height=image.height,
    )

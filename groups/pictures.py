"""Pictures of people and places: whatever was sent becomes a small picture of our own making."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 50_000_000
SIDE = 256


def portrait(file):
    """A square WebP without metadata. Raises `ValidationError` with a sentence for its sender."""
    return _made(file, lambda image: ImageOps.fit(image, (SIDE, SIDE)))


def emblem(file):
    """The whole picture as a small WebP, as `portrait`."""
    return _made(file, lambda image: ImageOps.contain(image, (2 * SIDE, SIDE)))


def _made(file, shape):
    if file.size > MAX_BYTES:
        raise ValidationError(_("This picture is larger than 5 MB."))
    try:
        with Image.open(file, formats=["JPEG", "PNG", "WEBP"]) as image:
            return _shaped(image, shape)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("This is not a whole picture in JPEG, PNG or WebP form.")
        ) from error


def _shaped(image, shape):
    # The size stands in the header: a bomb is refused before it is unpacked.
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    image.draft("RGB", (2 * SIDE, 2 * SIDE))
    image = ImageOps.exif_transpose(image)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    small = shape(image.convert(mode))
    small.info.clear()
    content = BytesIO()
    small.save(content, "WEBP", quality=82)
    return ContentFile(content.getvalue(), "picture.webp")


def _too_many_pixels():
    return ValidationError(_("This picture has too many pixels: make it smaller first."))

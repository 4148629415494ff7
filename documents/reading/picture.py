"""A smaller picture, without what a camera writes in it."""

from PIL import Image, ImageOps

MAX_PIXELS = 60_000_000
SIDE = 1_200


def shrink(path, to):
    """Raises ValueError for a picture of more than `MAX_PIXELS`."""
    with Image.open(path, formats=["PNG", "JPEG", "GIF", "WEBP"]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        image.draft("RGB", (SIDE, SIDE))
        small = ImageOps.exif_transpose(image)
        small.thumbnail((SIDE, SIDE))
        is_clear = "A" in small.getbands() or "transparency" in small.info
        small = small.convert("RGBA" if is_clear else "RGB")
        clean = Image.new(small.mode, small.size)
        clean.paste(small)
        clean.save(to, "WEBP", quality=80)

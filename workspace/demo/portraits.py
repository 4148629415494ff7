"""Portraits of people who do not exist, drawn from a few shapes."""

from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 512
INK = "#2b2622"


def face(skin, hair, shirt, back, cut, beard=False, glasses=False):
    """A PNG of a head and shoulders."""
    image = Image.new("RGB", (SIDE, SIDE), back)
    draw = ImageDraw.Draw(image)
    behind(draw, hair, cut)
    draw.ellipse((86, 390, 426, 690), fill=shirt)
    draw.rounded_rectangle((216, 330, 296, 430), 40, fill=skin)
    draw.ellipse((156, 120, 356, 380), fill=skin)
    if beard:
        draw.chord((156, 140, 356, 384), 15, 165, fill=hair)
        draw.ellipse((206, 268, 306, 334), fill=skin)
    front(draw, hair, cut)
    features(draw, glasses)
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


def behind(draw, hair, cut):
    if cut == "long":
        draw.rounded_rectangle((130, 96, 382, 440), 120, fill=hair)
    elif cut == "scarf":
        draw.rounded_rectangle((126, 84, 386, 450), 130, fill=hair)
    elif cut == "bun":
        draw.ellipse((206, 28, 306, 128), fill=hair)
        draw.ellipse((140, 92, 372, 330), fill=hair)
    elif cut == "curls":
        for x, y in ((150, 170), (172, 118), (216, 88), (266, 84), (312, 104), (346, 150)):
            draw.ellipse((x - 46, y - 40, x + 62, y + 68), fill=hair)
    elif cut == "short":
        draw.ellipse((142, 92, 370, 320), fill=hair)
    else:
        draw.ellipse((146, 190, 366, 310), fill=hair)


def front(draw, hair, cut):
    if cut in ("long", "short", "bun", "curls"):
        draw.chord((152, 104, 360, 300), 190, 350, fill=hair)
    elif cut == "scarf":
        draw.arc((138, 100, 374, 400), 0, 360, fill=hair, width=26)
        draw.chord((150, 104, 362, 290), 195, 345, fill=hair)


def features(draw, glasses):
    for x in (212, 300):
        draw.ellipse((x - 9, 236, x + 9, 254), fill=INK)
        if glasses:
            draw.ellipse((x - 34, 212, x + 34, 280), outline=INK, width=6)
    if glasses:
        draw.line((246, 242, 266, 242), fill=INK, width=6)
    draw.arc((216, 268, 296, 322), 25, 155, fill=INK, width=7)

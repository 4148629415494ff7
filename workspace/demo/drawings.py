"""Maps and graphs that people in the demo world send each other."""

from io import BytesIO
from itertools import product
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

PAPER, INK, GREY = "#fbfaf6", "#2b2f33", "#9aa3a8"
WATER, GREEN, HOUSE, ROAD, HOT = "#9cc7dd", "#b9d3a0", "#d9b9a0", "#e6e1d6", "#d9623b"


def canvas(width, height):
    image = Image.new("RGB", (width, height), PAPER)
    return image, ImageDraw.Draw(image)


def font(size):
    return ImageFont.load_default(size)


def png(image):
    content = BytesIO()
    image.quantize(64).save(content, "PNG", optimize=True)
    return content.getvalue()


def district():
    """The plan of the new district: canal, blocks of houses, and three places for rain."""
    image, draw = canvas(960, 600)
    draw.rectangle((0, 60, 960, 150), fill=WATER)
    draw.rectangle((0, 160, 960, 184), fill=ROAD)
    wadis = [(1, 1), (0, 3), (2, 3)]
    for row, column in product(range(3), range(5)):
        left, top = 60 + column * 176, 214 + row * 120
        block = (left, top, left + 132, top + 76)
        if (row, column) in wadis:
            name = f"wadi {wadis.index((row, column)) + 1}"
            draw.rounded_rectangle(block, 34, fill=GREEN, outline=INK, width=2)
            draw.text((left + 34, top + 24), name, fill=INK, font=font(22))
        else:
            draw.rounded_rectangle(block, 6, fill=HOUSE)
    draw.text((24, 92), "Singel", fill=INK, font=font(26))
    draw.text((700, 158), "fietsstraat", fill=INK, font=font(20))
    draw.text((24, 16), "Waterkwartier: schets regenwater", fill=INK, font=font(28))
    return png(image)


def groundwater():
    """Two gauges over twelve weeks, with the level at which cellars get wet."""
    image, draw = canvas(900, 480)
    axes(draw, "Grondwater in cm onder maaiveld", "week", range(1, 13))
    draw.line((90, height_of(90), 870, height_of(90)), fill=HOT, width=2)
    draw.text((640, height_of(90) - 26), "kelders worden nat", fill=HOT, font=font(18))
    for gauge, colour in (("B12", "#2d6a8e"), ("B07", "#4d6b3c")):
        points = [(44 + week * 66, height_of(level(gauge, week))) for week in range(1, 13)]
        draw.line(points, fill=colour, width=4, joint="curve")
        draw.text((points[-1][0] + 10, points[-1][1] - 14), gauge, fill=colour, font=font(20))
    return png(image)


def level(gauge, week):
    """What a gauge said in a week, in centimetres below ground level."""
    base, swing = {"B07": (172, 30), "B12": (138, 51)}[gauge]
    return round(base - swing * sin((week - 1) / 11 * pi * 1.4) + 4 * cos(week * 2.3 - 2.08))


def height_of(centimetres):
    return 100 + (centimetres - 60) * 1.7


def heat():
    """A map of how it feels on a hot afternoon, street by street."""
    image, draw = canvas(900, 560)
    shades = ["#5b8db8", "#a9c9d6", "#f3e3b3", "#eeb06f", HOT, "#b33a2b"]
    for row in range(8):
        for column in range(14):
            warmth = 2.6 + 1.7 * sin(column / 2.1) + 1.5 * cos(row / 1.7 + column / 5)
            shade = shades[max(0, min(5, round(warmth)))]
            draw.rectangle(
                (30 + column * 60, 60 + row * 56, 88 + column * 60, 114 + row * 56), shade
            )
    draw.line([(30, 300), (300, 340), (560, 260), (870, 320)], fill="#3f7fa6", width=16)
    draw.text((30, 16), "Gevoelstemperatuur om 15 uur", fill=INK, font=font(26))
    for number, shade in enumerate(shades):
        draw.rectangle((30 + number * 130, 522, 58 + number * 130, 548), fill=shade)
        draw.text((66 + number * 130, 524), f"{26 + number * 3} °C", fill=INK, font=font(18))
    return png(image)


def profile():
    """A cross-section of the cycle street along the canal."""
    image, draw = canvas(960, 360)
    parts = [
        ("singel", 180, WATER), ("groen", 110, GREEN), ("stoep 2,5 m", 130, ROAD),
        ("fietsstraat 4,8 m", 260, "#c9705d"), ("groen", 90, GREEN), ("gevel", 150, HOUSE),
    ]  # fmt: skip
    left = 20
    for name, width, colour in parts:
        top = 250 if name == "singel" else 110 if name == "gevel" else 220
        draw.rectangle((left, top, left + width, 300), fill=colour)
        draw.text((left + 8, 310), name, fill=INK, font=font(18))
        left += width
    for x in (256, 756):
        draw.rectangle((x - 5, 130, x + 5, 220), fill="#7a5a3c")
        draw.ellipse((x - 44, 56, x + 44, 150), fill="#7fa35f")
    draw.text((20, 14), "Profiel singelzijde, schets 2", fill=INK, font=font(26))
    return png(image)


def axes(draw, title, unit, ticks):
    draw.text((90, 16), title, fill=INK, font=font(24))
    draw.line((90, 70, 90, 410, 870, 410), fill=INK, width=2)
    for centimetres in range(60, 260, 40):
        y = height_of(centimetres)
        draw.line((84, y, 870, y), fill="#e3e3dd")
        draw.text((40, y - 10), str(centimetres), fill=GREY, font=font(18))
    for number, tick in enumerate(ticks):
        draw.text((104 + number * 66, 420), str(tick), fill=GREY, font=font(18))
    draw.text((800, 446), unit, fill=GREY, font=font(18))

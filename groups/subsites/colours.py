"""Colours as people see them: mixing, and contrast as WCAG 2.2 defines it."""

import re
from typing import NamedTuple

HEX = re.compile(r"#[0-9a-f]{6}")


class Colour(NamedTuple):
    """Parts of red, green and blue, from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def of(cls, text):
        """From `#1f6b2f`. Raises ValueError for all that is not of that form."""
        if not HEX.fullmatch(text):
            raise ValueError(text)
        return cls(*bytes.fromhex(text[1:]))

    def __str__(self):
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def mixed(self, other, share):
        """This colour with a `share` (0 to 1) of another."""
        parts = zip(self, other, strict=True)
        return Colour(*(round(own + (others - own) * share) for own, others in parts))

    @property
    def luminance(self):
        """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
        red, green, blue = (_linear(part / 255) for part in self)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: from 1 to 21."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

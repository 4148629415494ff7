"""A mail that is the same for many, but for its blanks."""

import re
import secrets
from dataclasses import dataclass

from django.utils.html import escape

from conversations.mail.letters.pictures import Picture


class Blanks:
    """Places in a text for what differs from person to person: `blank(key)` is what stands there
    until then. Nobody can guess it, so nobody's words are taken for one."""

    def __init__(self):
        self.mark = f"q{secrets.token_hex(8)}"
        self.keys = []

    def __call__(self, key):
        if key not in self.keys:
            self.keys.append(key)
        return f"{self.mark}{self.keys.index(key):04}"

    def cut(self, text):
        """Words and keys, in turns."""
        pieces = re.split(f"{self.mark}([0-9]{{4}})", text)
        pieces[1::2] = [self.keys[int(number)] for number in pieces[1::2]]
        return pieces


@dataclass(frozen=True)
class Letter:
    """`text` and `html` are words and keys in turns; `keys` is what `addressed` must be given.
    `images` are to be attached inline, each under its `cid`."""

    subject: str
    language: str
    group_name: str
    keys: tuple
    text: list
    html: list
    images: tuple[Picture, ...] = ()

    @classmethod
    def made(cls, blanks, text, html, **about):
        return cls(keys=tuple(blanks.keys), text=blanks.cut(text), html=blanks.cut(html), **about)

    def addressed(self, values):
        """(text, html) for one person. Raises KeyError when a value is lacking."""
        return _filled(self.text, values), _filled(
            self.html, {key: escape(values[key]) for key in self.keys}
        )


def _filled(pieces, values):
    filled = pieces.copy()
    filled[1::2] = [values[key] for key in pieces[1::2]]
    return "".join(filled)

"""Whether a theme can be read: each pair of colours that it touches, measured as WCAG 2.2 asks
(1.4.3 Contrast, 1.4.11 Non-text Contrast), in light and in dark."""

from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups.subsites.colours import contrast
from groups.subsites.theme import BACKDROP, INK, SURFACE

LETTERS, SHAPES = 4.5, 3.0


class Finding(NamedTuple):
    """The measured contrast of one pair in one of the two schemes, and what it must be."""

    what: str
    scheme: str
    ratio: float
    needed: float

    @property
    def is_enough(self):
        return self.ratio >= self.needed

    @property
    def where(self):
        return gettext("light") if self.scheme == "light" else gettext("dark")

    @property
    def shown(self):
        """Cut, so that 4,49 is not shown as 4,5."""
        return number_format(int(self.ratio * 10) / 10, 1)

    def __str__(self):
        return gettext(
            "%(what)s (%(where)s): the contrast is %(ratio)s : 1; needed is %(needed)s : 1."
        ) % {
            "what": self.what,
            "where": self.where,
            "ratio": self.shown,
            "needed": number_format(self.needed, 1),
        }


def measure(theme):
    """Every pair, first all in light, then all in dark."""
    return [
        Finding(str(what), scheme, contrast(one, other), needed)
        for scheme in ("light", "dark")
        for what, one, other, needed in _pairs(theme, scheme)
    ]


def problems(theme):
    return [finding for finding in measure(theme) if not finding.is_enough]


def _pairs(theme, scheme):
    """(what it is, one colour, the other, the contrast that it needs)."""
    return [
        *((what, one, other, LETTERS) for what, one, other in _letters(theme, scheme)),
        *((what, one, other, SHAPES) for what, one, other in _shapes(theme, scheme)),
    ]


def _letters(theme, scheme):
    ramp, header = theme.ramp(scheme), theme.tokens(scheme)
    surface, backdrop = SURFACE[scheme], BACKDROP[scheme]
    ground, current = header["--header"], header["--header-current"]
    return [
        (_("The letters on a button"), surface, ramp[500]),
        (_("The letters on a button under the pointer"), surface, ramp[600]),
        (_("A link"), ramp[500], surface),
        (_("A link on grey"), ramp[500], backdrop),
        (_("A link under the pointer"), ramp[600], backdrop),
        (_("Words in a button with a border"), ramp[600], ramp[200]),
        (_("A name that is mentioned"), ramp[600], ramp[100]),
        (_("An accent on its own tint"), ramp[500], ramp[100]),
        (_("What is chosen in a list"), ramp[700], ramp[200]),
        (_("Text on a tint"), INK[scheme], ramp[100]),
        (_("The letters in the header"), header["--header-ink"], ground),
        (_("The small letters in the header"), header["--header-ink-soft"], ground),
        (_("The current page in the header"), header["--header-current-ink"], current),
    ]


def _shapes(theme, scheme):
    ramp, header = theme.ramp(scheme), theme.tokens(scheme)
    ground = header["--header"]
    return [
        (_("An icon in the accent colour"), ramp[400], SURFACE[scheme]),
        (_("The border of what is chosen"), ramp[400], ramp[100]),
        (_("The line around what has the focus"), ramp[500], BACKDROP[scheme]),
        (_("The line around what has the focus in the header"), header["--header-focus"], ground),
        (_("The dot that says whether you are connected"), header["--header-live"], ground),
    ]

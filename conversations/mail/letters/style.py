"""How our mails look: the colours of the pages, in light and in dark. They are written into each
element, as many mail programs read no stylesheet."""

import re
from functools import cache, lru_cache
from pathlib import Path

import css_inline
from django.conf import settings
from django.template.loader import render_to_string

from groups.subsites.theme import Theme

PALETTE = Path(settings.BASE_DIR) / "workspace/styles/palette.css"
PAIR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
RAMP = "voorbeeld-kleuren-"
# What we call them, by their place in the palette.
NAMES = {
    "ground": "wit", "panel": "grijs-50", "line": "grijs-300", "soft": "grijs-400",
    "ink": "grijs-700", "link": "violet-500", "accent": "violet-500",
    "open": "violet-100", "open_ink": "violet-600", "good": "groen-100", "good_ink": "groen-600",
    "bad": "rood-100", "bad_ink": "rood-600", "quiet": "grijs-100", "quiet_ink": "grijs-600",
}  # fmt: skip
TINTS = [(n, end) for n in range(8) for end in ("", "_ink")]

_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def styled(html, subsite):
    """The document with the light colours in its elements, and a stylesheet with the dark ones
    for who reads in the dark."""
    chosen = tuple(sorted(subsite.theme.items())) if subsite else ()
    return _inliner.inline(html.replace("</head>", f"<style>{_stylesheet(chosen)}</style></head>"))


@lru_cache(maxsize=64)
def _stylesheet(chosen):
    theme = Theme(dict(chosen)) if chosen else None
    about = {scheme: colours_of(theme, scheme) for scheme in ("light", "dark")}
    return render_to_string("mail/style.css", about)


def colours_of(theme, scheme):
    """{name: colour} in "light" or "dark"; without a theme those of the platform."""
    palette = {name: pair[scheme == "dark"] for name, pair in _palette().items()}
    if theme:
        palette |= {name.removeprefix("--"): own for name, own in theme.tokens(scheme).items()}
    tints = {f"tint{n}{end}": palette[f"tint-{n}{end.replace('_', '-')}"] for n, end in TINTS}
    return {name: palette[RAMP + place] for name, place in NAMES.items()} | tints


@cache
def _palette():
    """{name: (light, dark)}"""
    return {name: pair for name, *pair in PAIR.findall(PALETTE.read_text())}

"""A sub-site's theme: two colours and a typeface, from which the design tokens follow, in light
and in dark. Whether what they make can be read is measured in `legibility`."""

import hashlib

from groups.subsites.colours import Colour, contrast

TYPEFACES = {
    "source-sans": ("Source Sans 3", '"Source Sans 3 Variable", system-ui, sans-serif'),
    "inter": ("Inter", '"Inter Variable", system-ui, sans-serif'),
    "atkinson": (
        "Atkinson Hyperlegible Next",
        '"Atkinson Hyperlegible Next Variable", system-ui, sans-serif',
    ),
}
DEFAULT = {"accent": "#1b5090", "header": "", "typeface": "source-sans"}

WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)
# As in workspace/styles/palette.css, where a test compares them.
SURFACE = {"light": WHITE, "dark": Colour.of("#161b22")}
BACKDROP = {"light": Colour.of("#f6f8fa"), "dark": Colour.of("#10151b")}
INK = {"light": Colour.of("#17212b"), "dark": Colour.of("#e8edf2")}
SOFT_INK = {"light": Colour.of("#5a6875"), "dark": Colour.of("#9ba9b7")}
LIVE = {"light": Colour.of("#227a43"), "dark": Colour.of("#6cc48a")}

# How much of the surface (below 500) or of the ink's side (above) stands in each step of the ramp.
TOWARDS_SURFACE = {50: 0.94, 100: 0.88, 200: 0.78, 300: 0.55, 400: 0.12}
TOWARDS_INK = {600: 0.28, 700: 0.5}
# In the dark the accent becomes lighter, the header darker: by the first of these that is enough.
LIGHTER = (0.5, 0.55, 0.6, 0.65, 0.7)
DARKER = (0.35, 0.45, 0.55, 0.65, 0.75)
ENOUGH = 4.5  # as in `legibility`


class Theme:
    """`chosen` is a dict as a sub-site keeps it: accent, header (`#rrggbb`, or "" for none) and
    the name of a typeface. Raises ValueError or KeyError where it is not."""

    def __init__(self, chosen):
        chosen = DEFAULT | chosen
        self.accent = Colour.of(chosen["accent"])
        self.header = Colour.of(chosen["header"]) if chosen["header"] else None
        self.typeface, self.fonts = TYPEFACES[chosen["typeface"]]

    @property
    def version(self):
        return hashlib.sha256(self.css(":root").encode()).hexdigest()[:12]

    def css(self, selector):
        """Values for the tokens, as rules for `selector`. Only colours and font lists that we
        made ourselves go in."""
        light, dark = self.tokens("light"), self.tokens("dark")
        rows = [f"  {name}: light-dark({light[name]}, {dark[name]});" for name in light]
        rows.append(f"  --basis-text-font-family-default: {self.fonts};")
        return "\n".join([f"{selector} {{", *rows, "}", ""])

    def tokens(self, scheme):
        """{custom property: Colour} in light or dark."""
        ramp = self.ramp(scheme)
        tokens = {f"--voorbeeld-kleuren-violet-{step}": ramp[step] for step in sorted(ramp)}
        return tokens | self._header(scheme, ramp)

    def ramp(self, scheme):
        """From 50, nearly the surface, to 700, nearly ink; 500 is that of links and buttons."""
        if scheme == "light":
            return _ramp(self.accent, WHITE, BLACK)
        for share in LIGHTER:
            ramp = _ramp(self.accent.mixed(WHITE, share), SURFACE["dark"], WHITE)
            if contrast(ramp[500], ramp[100]) >= ENOUGH:
                break
        return ramp

    def _header(self, scheme, ramp):
        if self.header is None:
            ground, ink, soft = SURFACE[scheme], INK[scheme], SOFT_INK[scheme]
            live = LIVE[scheme]
            current, current_ink, focus = ramp[100], ramp[700], ramp[500]
            line = ground.mixed(ink, 0.1)
        else:
            ground = self._header_ground(scheme)
            ink = max(WHITE, INK["light"], key=lambda one: contrast(one, ground))
            away = BLACK if ink == WHITE else WHITE
            current, current_ink = ground.mixed(away, 0.28), ink
            soft, focus, live, line = ink, ink, ink, ground
        return {
            "--header": ground, "--header-ink": ink, "--header-ink-soft": soft,
            "--header-current": current, "--header-current-ink": current_ink,
            "--header-line": line, "--header-focus": focus, "--header-live": live,
        }  # fmt: skip

    def _header_ground(self, scheme):
        if scheme == "light":
            return self.header
        for share in DARKER:
            ground = self.header.mixed(BLACK, share)
            if contrast(WHITE, ground) >= ENOUGH:
                break
        return ground


def _ramp(accent, surface, far):
    near = {step: accent.mixed(surface, share) for step, share in TOWARDS_SURFACE.items()}
    further = {step: accent.mixed(far, share) for step, share in TOWARDS_INK.items()}
    return near | {500: accent} | further

"""The program that makes a PDF: HTML comes in, a PDF goes out. A process of its own, because a text
of someone else may cost more memory and time than there is: this one ends by itself. It knows
nothing of Django, and fetches nothing but our typefaces; pictures come in the HTML.

Ends with 3 where the libraries of WeasyPrint are missing.
"""

import resource
import sys
from pathlib import Path

CPU_SECONDS, MEMORY, FILE = 40, 1024**3, 10 * 1024**2
FILES = Path(__file__).parents[2] / "node_modules/@fontsource-variable/source-sans-3/files"
PARTS = {"": "latin", " more": "latin-ext", " Greek": "greek", " Cyrillic": "cyrillic"}
STYLES = "normal", "italic"
FACE = """@font-face {{ font-family: "Source Sans 3{part}"; font-style: {style};
font-weight: 200 900; src: url("{address}"); }}"""


def faces():
    """{address: CSS} of the typefaces: a bare machine has none."""
    return {
        (address := (FILES / f"source-sans-3-{script}-wght-{style}.woff2").as_uri()): FACE.format(
            part=part, style=style, address=address
        )
        for part, script in PARTS.items()
        for style in STYLES
    }


def bound():
    for what, most in (("CPU", CPU_SECONDS), ("AS", MEMORY), ("FSIZE", FILE)):
        resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))


def main():
    bound()
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except OSError:  # the libraries are loaded by name
        return 3

    ours = faces()

    class OnlyOurs(URLFetcher):
        def fetch(self, url, headers=None):
            if url not in ours and not url.startswith("data:image/"):
                raise ValueError(f"Nothing is fetched: {url}")
            return super().fetch(url, headers)

    fetcher, fonts = OnlyOurs(allowed_protocols=["file", "data"]), FontConfiguration()
    style = CSS(string="\n".join(ours.values()), font_config=fonts, url_fetcher=fetcher)
    html = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=fetcher)
    pdf = html.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())

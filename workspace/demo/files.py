"""The files that people in the demo world send each other, made when they are needed."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from workspace.demo import drawings

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODT = "application/vnd.oasis.opendocument.text"

CRITERIA = [
    "Gunningscriteria warmtenet Waterkwartier (concept 3)",
    "1. Prijs voor de bewoner, over 30 jaar gerekend: 35 punten.",
    "2. CO2-uitstoot per geleverde gigajoule, gemeten en niet geschat: 25 punten.",
    "3. Wat de inschrijver doet als het misgaat (storing, faillissement, hoger tarief): 25 punten.",
    "4. Plan voor de buurt: wanneer ligt welke straat open, en wie zegt dat wanneer? 15 punten.",
]
WALK = """Schouw Oude Haven en singel
Aanwezig: Fatima, Wietse, Joost, Tomás, Henk, Loes

1. Havenstraat 12-30: drie kolken zitten dicht. Tomás meldt ze.
2. Hoek Touwbaan: het water blijft staan. De stoep helt de verkeerde kant op.
3. Kelder Henk (nr. 41): 4 cm water. Wietse hangt er een sensor op.
4. Singel: de duiker onder de brug is voor de helft dichtgegroeid.

Volgende schouw: over zes weken.
"""


def gauges():
    rows = ["buis;week;cm_onder_maaiveld"]
    for gauge in ("B07", "B12"):
        rows += [f"{gauge};{week};{drawings.level(gauge, week)}" for week in range(1, 13)]
    return "\n".join(rows).encode()


def odt(paragraphs):
    """The smallest document that an office program opens."""
    body = "".join(f"<text:p>{escape(paragraph)}</text:p>" for paragraph in paragraphs)
    content = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" '
        f'xmlns:text="{OFFICE}:text:1.0" office:version="1.3">'
        f"<office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    document = BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("mimetype", ODT)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return document.getvalue()


FILES = {
    "schets-regenwater.png": drawings.district,
    "grondwater.png": drawings.groundwater,
    "gevoelstemperatuur.png": drawings.heat,
    "profiel-singel.png": drawings.profile,
    "peilbuizen.csv": gauges,
    "schouw-oude-haven.txt": WALK.encode,
    "gunningscriteria-concept-3.odt": lambda: odt(CRITERIA),
}


def content(name):
    return FILES[name]()

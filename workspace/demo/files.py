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
FINAL_CRITERIA = [
    "Gunningscriteria warmtenet Waterkwartier (concept 4)",
    "1. Prijs voor de bewoner, over 30 jaar gerekend: 35 punten. Maandbedrag = vast bedrag plus "
    "4,0 MWh maal het tarief. De werkelijke kosten staan in een verklaring van een accountant.",
    "2. Wat de inschrijver doet als het misgaat (storing, faillissement, hoger tarief): 30 punten.",
    "3. CO2-uitstoot per geleverde gigajoule, gemeten en niet geschat: 20 punten.",
    "4. Plan voor de buurt: wanneer ligt welke straat open, en wie zegt dat wanneer? 15 punten.",
]
UPKEEP = [
    "Afspraken over het beheer van de wadi's in het Waterkwartier",
    "",
    "Waterschap Laagland: de bovenlaag, het grind en de buizen.",
    "Vervangt de bovenlaag als een wadi na 48 uur nog nat is, en in elk geval na twaalf jaar.",
    "",
    "Gemeente Rivierstad: het gras en de bladeren.",
    "Maait twee keer per jaar. Haalt in november de bladeren weg.",
    "",
    "Samen: elk jaar in maart een schouw, met de metingen van de sensoren erbij.",
    "Staat er iets niet op dit blad? Dan belt u Gerben Postma, en daarna staat het er wel op.",
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


def pdf(lines):
    """The smallest document that a reader of PDF opens: a page of lines."""
    escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
    text = "BT /F1 11 Tf 60 780 Td 18 TL " + " ".join(f"({line}) '" for line in escaped) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (nl) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    document, places = "%PDF-1.4\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(document))
        document += f"{number} 0 obj\n{thing}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"{document}xref\n0 6\n0000000000 65535 f \n{rows}"
        f"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(document)}\n%%EOF\n"
    ).encode("cp1252")


FILES = {
    "schets-regenwater.png": drawings.district,
    "grondwater.png": drawings.groundwater,
    "gevoelstemperatuur.png": drawings.heat,
    "profiel-singel.png": drawings.profile,
    "peilbuizen.csv": gauges,
    "schouw-oude-haven.txt": WALK.encode,
    "gunningscriteria-concept-3.odt": lambda: odt(CRITERIA),
    "gunningscriteria-concept-4.odt": lambda: odt(FINAL_CRITERIA),
    "beheer-wadis.pdf": lambda: pdf(UPKEEP),
}


def content(name):
    return FILES[name]()

"""A text to take along: as ODT, as HTML that needs nothing else, and as a tagged PDF of that."""

from io import BytesIO
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from conversations.export import pdf
from documents.live import opendocument, rendering

STYLE = (Path(pdf.__file__).parent / "dossier.css").read_text()


def as_html(document, words, version=None):
    about = {
        "document": document,
        "version": version,
        "words": mark_safe(rendering.complete(words, document)),  # noqa: S308 - sanitised
        "style": mark_safe(STYLE),  # noqa: S308 - ours
        "exported_at": timezone.now(),
    }
    return render_to_string("documents/text_export.html", about)


def as_pdf(document, words, version=None):
    """Raises `pdf.NotMade`."""
    return pdf.made_of(as_html(document, words, version))


def as_odt(document, words):
    made = BytesIO()
    opendocument.made_of(document, words).save(made)
    return made.getvalue()

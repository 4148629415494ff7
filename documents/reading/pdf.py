"""The words of a PDF, page by page."""

from pypdf import PdfReader

MAX_PAGES = 500


def lines(path):
    for page in PdfReader(path).pages[:MAX_PAGES]:
        yield from page.extract_text().splitlines()

"""The words in files of OpenDocument and Office Open XML: zips with XML in them."""

import re
import zipfile

from defusedxml.ElementTree import iterparse

MAX_BYTES = 100 * 1024 * 1024  # of all parts together, unpacked
MAX_RATIO = 300  # unpacked to packed: what people write comes to some 20
UNSEEN = ("instrText", "delText")  # of Word: codes of fields, and what was deleted
FREE = 1024 * 1024  # below which no ratio is asked
SLIDE = re.compile(r"ppt/slides/slide(\d{1,5})\.xml")


class TooMuch(Exception):
    """More comes out of the zip than a document has."""


class Bounded:
    """A readable that counts what comes out of a zip while it is read."""

    def __init__(self, file, packed, spent):
        self.file, self.spent, self.most = file, spent, max(FREE, MAX_RATIO * packed)

    def read(self, size=-1):
        block = self.file.read(64 * 1024 if size < 0 else size)
        self.spent[0] += len(block)
        self.most -= len(block)
        if self.most < 0 or self.spent[0] > MAX_BYTES:
            raise TooMuch
        return block


def lines(path, content_type):
    """Paragraph by paragraph. Raises `TooMuch`, and what zipfile and defusedxml raise."""
    spent = [0]
    with zipfile.ZipFile(path) as archive:
        for part in parts(archive, content_type):
            packed = archive.getinfo(part).compress_size
            with archive.open(part) as file:
                yield from paragraphs(Bounded(file, packed, spent))


def parts(archive, content_type):
    names = set(archive.namelist())
    if content_type.endswith("wordprocessingml.document"):
        wanted = ["word/document.xml", "word/footnotes.xml"]
    elif content_type.endswith("spreadsheetml.sheet"):
        wanted = ["xl/sharedStrings.xml"]
    elif content_type.endswith("presentationml.presentation"):
        slides = sorted((int(found[1]), found[0]) for found in map(SLIDE.fullmatch, names) if found)
        wanted = [name for _number, name in slides]
    else:
        wanted = ["content.xml"]
    return [name for name in wanted if name in names]


def paragraphs(file):
    """In all of these formats a paragraph is a `p` (or `h`, or `si`: a string of a sheet), with
    its words in the elements within."""
    for _event, element in iterparse(file, events=["end"]):
        if local(element) in ("p", "h", "si"):
            if text := "".join(words(element)).strip():
                yield text
            element.clear()


def words(element):
    name = local(element)
    if name in ("tab", "s"):
        yield " "
    elif name in ("br", "line-break"):
        yield "\n"
    elif name not in UNSEEN:
        yield element.text or ""
    for child in element:
        yield from words(child)
        yield child.tail or ""


def local(element):
    return element.tag.rpartition("}")[2]

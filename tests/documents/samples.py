"""Small files of every sort, made here: harmless ones, and such as harm a careless reader."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

ODT_TYPE = "application/vnd.oasis.opendocument.text"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
ODF = f'xmlns:office="{NAMES}:office:1.0" xmlns:text="{NAMES}:text:1.0"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BILLION = (
    '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def zipped(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return content.getvalue()


def odt(*paragraphs, doctype=""):
    words = "".join(f"<text:p>{words}</text:p>" for words in paragraphs)
    body = f"<office:body><office:text>{words}</office:text></office:body>"
    xml = f"<office:document-content {ODF}>{body}</office:document-content>"
    return zipped(mimetype=ODT_TYPE, content_xml=f"{doctype}{xml}")


def docx(*paragraphs):
    words = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    return zipped(word__document_xml=f"<w:document {WORD}><w:body>{words}</w:body></w:document>")


def xlsx(*strings):
    words = "".join(f"<si><t>{words}</t></si>" for words in strings)
    return zipped(xl__workbook_xml="<workbook/>", xl__sharedStrings_xml=f"<sst>{words}</sst>")


def pdf(words="Fietsenrekken"):
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F 12 Tf 20 100 Td ({words}) Tj ET".encode())
    fonts = DictionaryObject({NameObject("/F"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def picture(kind="PNG", size=(40, 30), **more):
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **more)
    return content.getvalue()


def camera_picture():
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "Singel 12, Rivierstad"
    return picture("JPEG", exif=exif)


def zip_bomb():
    """An ODT of 30 kB whose words are 30 MB."""
    return odt("a" * 30_000_000)


def xml_bomb():
    """A billion times the same letter ("billion laughs")."""
    return odt("&i;", doctype=BILLION)


def image_bomb(side=40_000):
    """A PNG of a few bytes that says it is 1.6 billion pixels."""

    def chunk(kind, data):
        length, check = len(data), zlib.crc32(kind + data)
        return struct.pack(">I", length) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def crowded_zip():
    """A zip whose directory says six thousand names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(6_000):
            archive.writestr(str(number), b"")
    return content.getvalue()

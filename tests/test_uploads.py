"""Files of every sort come back as a file to keep, and never as a page of ours.

A picture is shown only when its bytes are one of four kinds of picture, whatever its name or the
type that the sender gave it.
"""

import io
import resource
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from conversations.models import Attachment
from workspace.storage import Files

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("files")]

SCRIPT = b"<script>window.hacked = 1</script>"
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}"


def picture(kind, **more):
    content = io.BytesIO()
    Image.new("RGB", (3, 2), "teal").save(content, kind, **more)
    return content.getvalue()


def png_with_script():
    """A picture that is read as a page by who looks for the words of one: in a comment of it."""
    whole, words = picture("PNG"), b"Comment\0" + SCRIPT
    chunk = struct.pack(">I", len(words)) + b"tEXt" + words
    return whole[:33] + chunk + struct.pack(">I", zlib.crc32(b"tEXt" + words)) + whole[33:]


# What it is called, what type the sender says it is, its bytes.
STORED = {
    "html": ("plan.html", "text/html", b"<!doctype html>" + SCRIPT),
    "htm in capitals": ("PLAN.HTM", "text/html", b"<HTML>" + SCRIPT),
    "xhtml": ("plan.xhtml", "application/xhtml+xml",
              b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>"),
    "svg": ("plan.svg", "image/svg+xml",
            b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked = 1"/>'),
    "svg named as a picture": ("plan.png", "image/png", b"<svg onload='window.hacked = 1'/>"),
    "xml with a style sheet": ("plan.xml", "text/xml",
                               b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>'),
    "xslt": ("x.xsl", "text/xsl", b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/T"/>'),
    "entities": ("boem.xml", "application/xml",
                 b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    "mathml": ("plan.mml", "application/mathml+xml", b"<math href='javascript:1'>x</math>"),
    "pdf": ("plan.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>"),
    "pdf named as a page": ("plan.html", "text/html", b"%PDF-1.7\n" + SCRIPT),
    "javascript module": ("plan.mjs", "text/javascript", b"window.hacked = 1"),
    "javascript named as text": ("plan.txt", "text/javascript", b"window.hacked = 1"),
    "json": ("plan.json", "application/json", b'{"a": "</script><script>1</script>"}'),
    "jsonp": ("plan.jsonp", "text/javascript", b"callback({})"),
    "style sheet": ("plan.css", "text/css", b"body{background:url(//elders.example)}"),
    "web assembly": ("plan.wasm", "application/wasm", b"\0asm\x01\0\0\0"),
    "service worker": ("sw.txt", "text/javascript", b"self.onfetch = () => 1"),
    "manifest": ("x.webmanifest", "application/manifest+json", b"{}"),
    "mhtml": ("plan.mht", "message/rfc822", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n"),
    "flash": ("plan.swf", "application/x-shockwave-flash", b"FWS\x09"),
    "text that is a page to who sniffs": ("plan.txt", "text/plain", b"\n \t<html>" + SCRIPT),
    "no suffix": ("plan", "", b"<html>" + SCRIPT),
    "two suffixes": ("plan.png.html", "image/png", picture("PNG")[:20] + SCRIPT),
    "suffix behind a nul": ("plan.html\x00.png", "image/png", b"<html>" + SCRIPT),
    "suffix turned round": (f"plan{RIGHT_TO_LEFT}gnp.html", "image/png", b"<html>" + SCRIPT),
    "header in the name": ('a"; filename="b.html\r\nX-Hacked: 1', "text/html", SCRIPT),
    "path in the name": ("../../../settings.py", "text/x-python", b"SECRET_KEY = 1"),
    "path of windows": (r"..\..\web.config", "text/xml", b"<configuration/>"),
    "name of dots": ("...", "text/html", b"<html>"),
    "long name": ("p" * 5_000 + ".html", "text/html", b"<html>"),
    "other alphabet": ("план — 計画.html", "text/html", b"<html>"),
    "page in utf-7": ("plan.txt", "text/plain", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
    "gif that is a script": ("x.gif", "image/gif", b"GIF89a/*" + SCRIPT + b"*/=1;"),
    "bmp": ("x.bmp", "image/bmp", picture("BMP")),
    "tiff": ("x.tiff", "image/tiff", picture("TIFF")),
    "icon": ("x.ico", "image/x-icon", picture("ICO")),
    "zip": ("x.zip", "application/zip", b"PK\x03\x04" + b"\0" * 30),
    "document with macros": ("x.docm", "application/vnd.ms-word", b"PK\x03\x04" + b"\0" * 30),
    "mail": ("x.eml", "message/rfc822", b"Content-Type: text/html\r\n\r\n" + SCRIPT),
    "calendar": ("x.ics", "text/calendar", b"BEGIN:VCALENDAR"),
    "link of windows": ("x.url", "text/plain", b"[InternetShortcut]\r\nURL=file://elders"),
}  # fmt: skip
SHOWN = {
    "png": ("x.png", "image/png", picture("PNG")),
    "jpeg": ("x.jpg", "image/jpeg", picture("JPEG")),
    "gif": ("x.gif", "image/gif", picture("GIF")),
    "webp": ("x.webp", "image/webp", picture("WEBP")),
    "png named as a page": ("x.html", "image/png", picture("PNG")),
    "png with a script in it": ("x.svg", "image/png", png_with_script()),
    "png with a page behind it": ("x.png", "image/png", picture("PNG") + b"<html>" + SCRIPT),
    "jpeg that says it is a page": ("x.html", "image/jpeg", picture("JPEG") + SCRIPT),
}
REFUSED = {
    "windows program": ("x.pdf", b"MZ\x90\0"),
    "unix program": ("x.odt", b"\x7fELF\x02"),
    "mac program": ("x", b"\xcf\xfa\xed\xfe"),
    "java class": ("x.class", b"\xca\xfe\xba\xbe"),
    "shell script": ("x.txt", b"#!/bin/sh\nrm -rf"),
    "application of html": ("x.hta", b"<html>"),
    "script of windows": ("x.js", b"WScript"),
    "shortcut": ("x.pdf.lnk", b"L\0\0\0"),
    "name that ends in spaces": ("x.exe  ", b"tekst"),
    "name turned round": (f"fdp{RIGHT_TO_LEFT}.exe", b"tekst"),
    "nothing": ("x.odt", b""),
}


@pytest.fixture
def served(mobility, samira, daan, signed_in, say):
    """`served(name, type, bytes)`: what a reader gets of a file that was posted."""
    client = signed_in(daan)

    def served(name, content_type, content, query=""):
        upload = SimpleUploadedFile("x", content, content_type)
        upload._name = name  # as a hostile client sends it, not as Django's tests do
        say(mobility, samira, "zie hier", files=Attachment.keep([upload]))
        kept = Attachment.objects.latest("message__number")
        response = client.get(kept.get_absolute_url() + query)
        assert b"".join(response.streaming_content) == content
        return response

    return served


def assert_harmless(headers):
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in headers
    assert "X-Hacked" not in headers
    named = headers["Content-Disposition"].replace('\\"', "")
    assert not any(mark in named for mark in ("\r", "\n", "\0", "/", "\\"))
    assert named.count('"') in (0, 2)


@pytest.mark.parametrize("sort", STORED)
def test_a_file_is_to_keep_and_has_no_type_that_a_browser_runs(served, sort):
    headers = served(*STORED[sort]).headers
    assert_harmless(headers)
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment; filename")


@pytest.mark.parametrize("sort", SHOWN)
def test_a_picture_is_shown_as_the_picture_that_its_bytes_are(served, sort):
    name, content_type, content = SHOWN[sort]
    headers = served(name, content_type, content).headers
    assert_harmless(headers)
    assert headers["Content-Type"] == content_type
    assert headers["Content-Disposition"].startswith("inline; filename")
    kept = served(name, content_type, content, "?download").headers
    assert kept["Content-Disposition"].startswith("attachment; filename")


@pytest.mark.parametrize("sort", REFUSED)
def test_what_can_only_be_meant_to_run_is_not_taken(sort, files):
    name, content = REFUSED[sort]
    upload = SimpleUploadedFile("x", content)
    upload._name = name
    with pytest.raises(ValidationError):
        Attachment.keep([upload])
    assert not [path for path in files.rglob("*") if path.is_file()]


@pytest.mark.parametrize("sort", STORED)
def test_a_name_leads_nowhere_in_storage(served, sort, files):
    served(*STORED[sort])
    [path] = [path for path in files.rglob("*") if path.is_file()]
    kept = Attachment.objects.get(file=str(path.relative_to(files)))
    assert path.name == kept.pk.hex
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("sort", STORED)
def test_the_answer_is_the_same_for_a_name_that_is_not_the_files(served, signed_in, daan, sort):
    """The name in the address is the file's own, or the address of a page could be made of it."""
    served(*STORED[sort])
    kept = Attachment.objects.get()
    client = signed_in(daan)
    assert client.get(reverse("attachment", args=[kept.pk, "pagina.html"])).status_code == 404


def test_an_enormous_picture_is_a_file_and_is_not_unpacked(served):
    """Sixty thousand pixels square in a hundred bytes."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    bomb += struct.pack(">I", zlib.crc32(chunk)) + b"\0" * 40
    headers = served("x.png", "image/png", bomb).headers
    assert_harmless(headers)
    assert headers["Content-Type"] in ("application/octet-stream", "image/png")


def test_of_what_there_is_no_room_for_nothing_stays(tmp_path):
    """A mail that cannot be taken now comes again and again."""
    storage, (room, most) = Files(tmp_path), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, most))
    try:
        with pytest.raises(OSError, match="large"):
            storage.save("a/mail", ContentFile(b"x" * 100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
    assert list(tmp_path.rglob("*")) == [tmp_path / "a"]
    assert storage.open(storage.save("a/mail", ContentFile(b"x"))).read() == b"x"

"""What is found out about a file: what it is, whatever it says; what it says, within bounds."""

import io
import os
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import tracemalloc

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from conversations.models import Message
from documents import filetypes
from documents.child import MB, Failed, run
from documents.models import Version
from documents.preparing import convert
from tests.documents import samples
from tests.processor import seconds_used
from tests.servers import PATIENCE, until

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ODT, DOCX, XLSX, PDF = filetypes.ODT, filetypes.DOCX, filetypes.XLSX, filetypes.PDF
ZIP, TEXT, UNKNOWN = filetypes.ZIP, filetypes.TEXT, filetypes.UNKNOWN

# What it is called, what is in it, what it is.
TYPES = {
    "odt named as a picture": ("plan.png", samples.odt("Dag"), ODT),
    "docx": ("plan.docx", samples.docx("Dag"), DOCX),
    "xlsx without a suffix": ("plan", samples.xlsx("Dag"), XLSX),
    "pdf named as a page": ("plan.html", samples.pdf(), PDF),
    "page named as a pdf": ("plan.pdf", b"<!doctype html><script>1</script>", TEXT),
    "svg named as a picture": ("plan.png", b"<svg onload='1'/>", TEXT),
    "picture named as a page": ("plan.html", samples.picture(), "image/png"),
    "cut picture": ("plan.png", samples.picture()[:20], UNKNOWN),
    "zip that says it is an odt": ("plan.odt", samples.zipped(mimetype="text/html"), ZIP),
    "zip with a crowded directory": ("plan.zip", samples.crowded_zip(), ZIP),
    "broken zip": ("plan.odt", samples.odt("Dag")[:100], ZIP),
    "older office": ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, filetypes.OLE),
    "text of another alphabet": ("план.txt", "計画 план".encode(), TEXT),
    "letter that the head cuts in two": ("a.txt", b"a" * 8191 + "é".encode(), TEXT),
    "bytes": ("plan.txt", bytes(range(256)) * 40, UNKNOWN),
    "sound named as text": ("plan.txt", b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40, "audio/wav"),
}


@pytest.mark.parametrize("name, content, expected", TYPES.values(), ids=TYPES)
def test_a_file_is_what_is_in_it_and_not_what_it_is_called(name, content, expected, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(content)
    found = filetypes.recognise(path)
    assert found == expected or (expected, found.partition("/")[0]) == ("audio/wav", "audio")


WORDS = {
    "text": (b"Fietsen\nlangs de singel", "Fietsen\nlangs de singel"),
    "odt": (samples.odt("Fietsen", "langs<text:s/>de <text:span>singel</text:span>"),
            "Fietsen\nlangs de singel"),
    "docx": (samples.docx("Fietsen", "langs de singel"), "Fietsen\nlangs de singel"),
    "xlsx": (samples.xlsx("Fietsen", "singel"), "Fietsen\nsingel"),
    "pdf": (samples.pdf("Fietsen langs de singel"), "Fietsen langs de singel"),
}  # fmt: skip


@pytest.mark.parametrize("content, words", WORDS.values(), ids=WORDS)
def test_the_words_of_a_document_are_found(file, prepare, content, words):
    document = file(content)
    prepare()
    document.refresh_from_db()
    assert document.contents == words
    assert "singel" in Message.objects.get(pk=document.message_id).findable


HARMFUL = {
    "zip bomb": samples.zip_bomb,
    "xml bomb": samples.xml_bomb,
    "entity of a file": lambda: samples.odt(
        "&x;", doctype='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "image bomb": samples.image_bomb,
    "broken odt": lambda: samples.zipped(mimetype=samples.ODT_TYPE, content_xml="<a><b></a>"),
    "odt without content": lambda: samples.zipped(mimetype=samples.ODT_TYPE),
    "deep xml": lambda: samples.odt("<text:span>" * 50_000 + "</text:span>" * 50_000),
    "truncated pdf": lambda: samples.pdf()[:200],
    "pdf of nothing": lambda: b"%PDF-1.7\n" + os.urandom(1_000),
    "cut picture": lambda: samples.picture(size=(900, 900))[:-600],
}


@pytest.mark.parametrize("make", HARMFUL.values(), ids=HARMFUL)
def test_what_harms_careless_readers_is_kept_and_costs_little(file, prepare, make, mobility):
    """The document is there and can be downloaded; only its words and picture are not."""
    document = file(make())
    before = seconds_used()
    tracemalloc.start()
    prepare()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    document.refresh_from_db()
    version = Version.objects.get()
    assert version.prepared_at
    assert len(version.text) < 2 * MB
    assert "root:" not in version.text
    assert version.thumbnail == ""
    assert version.can_be_opened
    assert peak < 30 * MB
    assert seconds_used() - before < 10
    assert mobility.messages.last() == document.message


def test_a_picture_is_shown_smaller_and_without_what_the_camera_wrote(file, prepare):
    document = file(samples.camera_picture(), "foto.jpg")
    assert b"Singel 12" in document.current.open().read()
    prepare()
    document.refresh_from_db()
    with default_storage.open(document.current.thumbnail) as stored:
        content = stored.read()
    assert b"Singel 12" not in content
    assert Image.open(io.BytesIO(content)).size == (40, 30)


# The process of its own


def test_a_program_that_goes_past_a_bound_is_ended_with_all_that_it_started(tmp_path):
    slow = ["sh", "-c", "sleep 600 & echo $! > child; sleep 600"]
    child = tmp_path / "child"
    for seconds in (1, 5, 25):  # a busy machine needs more of them to begin
        with pytest.raises(Failed):
            run(slow, home=tmp_path, seconds=seconds)
        if child.exists() and child.read_text():
            break
    until(lambda: not is_running(child.read_text()))
    greedy = [sys.executable, "-c", "bytearray(400 * 2**20)"]
    with pytest.raises(Failed):
        run(greedy, home=tmp_path, seconds=PATIENCE, memory=200 * MB)
    writer = [sys.executable, "-c", "open('big', 'wb').write(bytes(2 * 2**20))"]
    with pytest.raises(Failed):
        run(writer, home=tmp_path, seconds=PATIENCE, written=MB)
    assert (tmp_path / "big").stat().st_size <= MB


def is_running(process):
    command = ["ps", "-o", "state=", "-p", process.strip()]
    state = subprocess.run(command, capture_output=True, text=True)
    return state.stdout.strip() not in ("", "Z")


def test_it_knows_no_secrets_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    run(["sh", "-c", "env > told"], home=tmp_path, seconds=PATIENCE)
    assert "geheim" not in (tmp_path / "told").read_text()


def test_office_makes_a_pdf_where_it_is_present(tmp_path, files):
    """A program that is called as LibreOffice is, and does as it does."""
    office = tmp_path / "soffice"
    office.write_text('#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n'
                      'printf "%%PDF-1.7" > "$2/$(basename "$3" .odt).pdf"\n')  # fmt: skip
    office.chmod(0o755)
    plan = tmp_path / "plan.odt"
    plan.write_bytes(samples.odt("Dag"))
    home = tmp_path / "home"
    home.mkdir()
    assert default_storage.open(convert(office, plan, home)).read() == b"%PDF-1.7"
    office.write_text("#!/bin/sh\nexit 1\n")
    (home / "plan.pdf").unlink()
    assert convert(office, plan, home) == ""


# The virus scanner


@pytest.fixture
def clamd(settings, tmp_path):
    """A scanner that speaks as clamd does, and finds what has "EICAR" in it."""

    class Scanner(socketserver.StreamRequestHandler):
        def handle(self):
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">L", self.rfile.read(4))[0]:
                content += self.rfile.read(length)
            found = b"Win.Test.EICAR FOUND" if b"EICAR" in content else b"OK"
            self.wfile.write(b"stream: " + found + b"\0")

    path = tmp_path / "clamd.sock"
    settings.CLAMD_URL = f"unix://{path}"
    with socketserver.ThreadingUnixStreamServer(str(path), Scanner) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_clean_file_can_be_opened_after_the_scanner_saw_it(clamd, file, prepare):
    document = file(b"Niets aan de hand")
    assert (document.current.can_be_opened, document.tone) == (False, "quiet")
    prepare()
    document.refresh_from_db()
    assert document.current.scan == Version.Scan.CLEAN
    assert document.contents == "Niets aan de hand"


def test_a_file_with_a_virus_goes_into_quarantine(clamd, file, replace, prepare, samira, mobility):
    document = file(b"schoon")
    replace(document, samira, b"EICAR" * 50_000)
    prepare()
    document.refresh_from_db()
    assert (document.current.is_quarantined, document.tone) == (True, "bad")
    assert document.current.finding == "Win.Test.EICAR"
    assert (document.contents, document.current.text) == ("", "")
    assert mobility.messages.last().notice["verb"] == "quarantined"
    assert [version.number for version in document.versions.openable()] == [1]


def test_while_the_scanner_is_away_a_file_waits(file, prepare, settings, tmp_path):
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody.sock"
    document = file()
    prepare()
    document.refresh_from_db()
    assert document.current.scan == Version.Scan.WAITING
    assert document.current.prepared_at is None
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        threading.Thread(target=lambda: silent.accept()[0].close(), daemon=True).start()
        prepare()
    document.refresh_from_db()
    assert document.current.scan == Version.Scan.WAITING

"""A file of 200 MB, sent in pieces and sent by a form: what it adds to the server's memory."""

import json
import os
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.urls import reverse

from bench import world
from bench.figures import Figure
from bench.posters import CSRF
from bench.serving import serving
from documents.models import Document

SIZE, PIECE = 200 * 2**20, 4 * 2**20
BOUNDARY = "bench-bench-bench"


def measure():
    thread = world.thread("Groot bestand")
    with serving() as server:
        return [
            added(server, thread, "in pieces", in_pieces),
            added(server, thread, "by a form", by_form),
        ]


def added(server, thread, name, send):
    client = Client(server.port, world.cookies(world.people(1))[0])
    send(client, thread, 2**20)  # what any upload needs is there from now on
    before = server.memory_kb
    server.forget_peak()
    send(client, thread, SIZE)
    more = (server.peak_kb - before) / 1024
    stored = Document.objects.filter(message__thread=thread, current__size=SIZE).count()
    return Figure(
        f"200 MB uploaded {name}: added to memory", "≤ 30 MB",
        f"{more:.1f} MB, stored: {bool(stored)}", more <= 30 and stored > 0,
    )  # fmt: skip


class Client:
    """One connection of someone who is signed in."""

    def __init__(self, port, cookie):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=300)
        self.headers = {"Cookie": f"{cookie}; csrf={CSRF}", "X-CSRFToken": CSRF}

    def ask(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, body, self.headers | headers)
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status < 400, (method, path, answer.status, content[:500])
        return content

    def post(self, path, **fields):
        form = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(fields), Content_Type=form)


def in_pieces(client, thread, size):
    begin = client.post(reverse("upload_new", args=[thread.pk]), name="groot.bin", size=size)
    upload = json.loads(begin)
    for offset in range(0, size, PIECE):
        piece = os.urandom(min(PIECE, size - offset))
        client.ask(
            "PATCH", upload["url"], piece, Upload_Offset=str(offset),
            Content_Type="application/offset+octet-stream",
        )  # fmt: skip
    path = reverse("document_new", args=[thread.pk])
    client.post(path, title="Groot", upload=upload["id"], client_id=f"pieces-{size}")


def by_form(client, thread, size):
    """As a browser without script sends it."""
    fields = {"title": "Groot", "client_id": f"form-{size}"}
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="groot.bin"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    tail = f"\r\n--{BOUNDARY}--\r\n"

    def body():
        yield head.encode()
        for offset in range(0, size, PIECE):
            yield os.urandom(min(PIECE, size - offset))
        yield tail.encode()

    client.ask(
        "POST", reverse("document_new", args=[thread.pk]), body(),
        Content_Type=f"multipart/form-data; boundary={BOUNDARY}",
        Content_Length=str(len(head) + size + len(tail)),
    )  # fmt: skip

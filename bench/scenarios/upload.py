"""A file of 200 MB: what it adds to the server's memory."""

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


def measure():
    thread = world.thread("Groot bestand")
    with serving() as server:
        client = Client(server.port, world.cookies(world.people(1))[0])
        send(client, thread, PIECE)  # what any upload needs is there from now on
        before = server.memory_kb
        server.forget_peak()
        send(client, thread, SIZE)
        added = (server.peak_kb - before) / 1024
    stored = Document.objects.filter(message__thread=thread, current__size=SIZE).exists()
    measured = f"{added:.1f} MB, stored: {stored}"
    return [Figure("200 MB uploaded: added to memory", "≤ 30 MB", measured, stored and added <= 30)]


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


def send(client, thread, size):
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

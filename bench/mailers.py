"""Mail servers that bring mail by LMTP, each on a connection that stays open; and `mailin`, which
takes it."""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from itertools import count
from queue import SimpleQueue

from django.conf import settings

from bench import cores
from bench.posters import WORDS
from bench.serving import STOP_SECONDS, Server, free_port, wait_for

# As people's programs send it: the words twice, and below them what was answered.
MAIL = """\
From: {name} <{email}>\r
To: {to}\r
Subject: Re: De meting\r
Message-ID: <{number}@bench.example>\r
In-Reply-To: <1.1@localhost>\r
Date: {date}\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="b"\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
\r
{words}\r
\r
Op zo 22 nov 2026 om 12:00 schreef Anna Bakker <anna@rivierstad.example>:\r
\r
{quoted}\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<html><body><div dir="ltr"><p>{words}</p><br><ul><li>een</li><li>twee</li></ul></div>\r
<div class="gmail_quote"><div class="gmail_attr">Op zo 22 nov 2026 om 12:00 schreef Anna Bakker\r
&lt;<a href="mailto:anna@rivierstad.example">anna@rivierstad.example</a>&gt;:<br></div>\r
<blockquote class="gmail_quote"><p>{words}</p><p>{words}</p></blockquote></div></body></html>\r
--b--\r
.\r
"""
numbers = count(1)


@contextmanager
def receiving():
    """Run `manage.py mailin` on the server's core until the block ends."""
    port = free_port()
    log = settings.DATA_DIR / "mailin.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "mailin"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"LMTP_LISTEN": f"127.0.0.1:{port}"},
            stdout=output,
            stderr=output,
            preexec_fn=lambda: cores.stay_on(cores.SERVER),
        )
    try:
        wait_for(port, process, log)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def mail(person, to):
    """(its Message-ID, its bytes as they are sent after DATA)."""
    number = next(numbers)
    words = WORDS + f"Nummer {number}."
    quoted = "\r\n".join(f"> {line}" for line in (WORDS[:70], WORDS[70:140], WORDS[140:210]))
    date = "Sun, 22 Nov 2026 12:00:00 +0100"
    about = {"name": person.name, "email": person.email, "to": to, "number": number}
    sent = MAIL.format(words=words, quoted=quoted, date=date, **about)
    return f"{number}@bench.example", sent.encode()


class Mailers:
    """`accepted_at` says of each Message-ID when it was acknowledged (as time.time())."""

    def __init__(self, port, connections):
        self.waiting, self.accepted_at, self.errors = SimpleQueue(), {}, []
        self.threads = [
            threading.Thread(target=self.carry, args=[port], daemon=True)
            for _ in range(connections)
        ]
        for thread in self.threads:
            thread.start()

    def send(self, sender, to, message_id, content):
        self.waiting.put((sender, to, message_id, content))

    def finish(self):
        for _ in self.threads:
            self.waiting.put(None)
        for thread in self.threads:
            thread.join()

    def carry(self, port):
        with socket.create_connection(("127.0.0.1", port)) as sock, sock.makefile("rb") as answers:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answers.readline()
            sock.sendall(b"LHLO bench.example\r\n")
            while answers.readline()[3:4] == b"-":
                pass
            while job := self.waiting.get():
                self.deliver(sock, answers, *job)

    def deliver(self, sock, answers, sender, to, message_id, content):
        sock.sendall(f"MAIL FROM:<{sender}>\r\nRCPT TO:<{to}>\r\nDATA\r\n".encode())
        said = [answers.readline() for _ in range(3)]
        if said[2].startswith(b"354"):
            sock.sendall(content)
            said.append(answers.readline())
        if said[-1].startswith(b"250"):
            self.accepted_at[message_id] = time.time()
        else:
            self.errors.append(said)

"""One message to 10,000 people who get every message by mail: written, and handed to a local mail
server."""

import os
import smtplib
import time

from django.conf import settings
from django.db import connection

from bench import cores
from bench.figures import Figure
from bench.posters import WORDS
from bench.serving import serving
from conversations.mail import letters
from conversations.mail.outbound import rounds, writing
from conversations.models import Thread
from groups.models import Group, Membership, Person
from workspace.streams.models import Stream

RECIPIENTS, BATCH = 10_000, 1000


def measure():
    thread = filled()
    settings.MAIL_DELAY_SECONDS = 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    renders = counted()
    with serving("bench.sink") as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        send()  # the first message, and what any round needs is there
        thread.post(thread.author, WORDS, client_id="mailout")
        renders.clear()
        cores.stay_on(cores.SERVER)
        before, began, cpu = cores.memory_kb(os.getpid()), time.monotonic(), time.process_time()
        cores.forget_peak(os.getpid())
        send()
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        added = (cores.memory_kb(os.getpid(), "VmHWM") - before) / 1024
        with smtplib.SMTP("127.0.0.1", sink.port) as client:
            people, mails = map(int, client.verify("all@bench.example")[1].split())
    mails -= people  # those of the first message
    return [
        Figure(
            f"a message mailed to {RECIPIENTS:,}, {connection.vendor}", "each once",
            f"{mails:,} mails in {seconds:.0f} s ({mails / seconds:.0f}/s, "
            f"CPU {1000 * cpu / mails:.1f} ms each)",
            people == mails == RECIPIENTS,
        ),
        Figure("  rendered, for two languages", "2 ×", f"{len(renders)} ×", len(renders) == 2),
        Figure("  added to memory meanwhile", "≤ 10 MB", f"{added:.1f} MB", added <= 10),
    ]  # fmt: skip


def send():
    while rounds.send_due() is not None:
        pass


def counted():
    """A list to which each render is added."""
    renders, compose = [], letters.compose

    def composing(*messages, **about):
        renders.append(about["language"])
        return compose(*messages, **about)

    writing.letters.compose = composing
    return renders


def filled():
    owner = Person.objects.create_user("owner@mailout.example", "Eigenaar")
    group = Group.objects.open_by(owner, "Iedereen")
    streams = Stream.objects.bulk_create((Stream(kind="person") for _ in range(RECIPIENTS)), BATCH)
    people = Person.objects.bulk_create(
        [
            Person(
                email=f"p{number}@mailout.example", name=f"Persoon {number}", stream=stream,
                handle=f"mailout{number}", language="en" if number % 3 == 0 else "nl",
            )
            for number, stream in enumerate(streams)
        ],
        BATCH,
    )  # fmt: skip
    Membership.objects.bulk_create(
        [Membership(group=group, person=person, mail="every") for person in people], BATCH
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Thread.objects.start(group, owner, "Aan allen", "Begin", client_id="mailout-first")

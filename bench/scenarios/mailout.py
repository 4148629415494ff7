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

RECIPIENTS, WARM, BATCH = 10_000, 100, 1000


def measure():
    settings.MAIL_DELAY_SECONDS = 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    renders = counted()
    with serving("bench.sink") as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        begin(WARM)
        send()  # what any round needs is there
        began_with = taken(sink)
        begin(RECIPIENTS)
        renders.clear()
        cores.stay_on(cores.SERVER)
        before, began, cpu = cores.memory_kb(os.getpid()), time.monotonic(), time.process_time()
        cores.forget_peak(os.getpid())
        send()
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        added = (cores.memory_kb(os.getpid(), "VmHWM") - before) / 1024
        people, mails = (now - then for now, then in zip(taken(sink), began_with, strict=True))
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


def taken(sink):
    """(people, mails) that the server has had."""
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        return [int(number) for number in client.verify("all@bench.example")[1].split()]


def begin(number):
    """A conversation with its first message, in a group of so many who get every message."""
    owner = Person.objects.create_user(f"owner{number}@mailout.example", "Eigenaar")
    group = Group.objects.open_by(owner, f"Iedereen, {number}")
    streams = Stream.objects.bulk_create((Stream(kind="person") for _ in range(number)), BATCH)
    people = Person.objects.bulk_create(
        [
            Person(
                email=f"p{n}@group{number}.example", name=f"Persoon {n}", stream=stream,
                handle=f"mailout{number}.{n}", language="en" if n % 3 == 0 else "nl",
            )
            for n, stream in enumerate(streams)
        ],
        BATCH,
    )  # fmt: skip
    Membership.objects.bulk_create(
        [Membership(group=group, person=person, mail="every") for person in people], BATCH
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Thread.objects.start(group, owner, "Aan allen", WORDS, client_id=f"mailout-{number}")

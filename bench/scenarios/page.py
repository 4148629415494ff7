"""A page of 50 messages, in threads of 10, 50 and 5,000."""

import time
from statistics import median
from unittest.mock import patch

from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import world
from bench.figures import Figure
from bench.posters import WORDS
from conversations import timeline
from conversations.views.lookup import get_thread  # noqa: F401

SIZES = (10, 50, 5000)
TIMES = 40


def measure():
    reader = world.people(2)[1]
    name, _, key = world.cookies([reader])[0].partition("=")
    client = Client(SERVER_NAME="localhost")
    client.cookies[name] = key
    return [figure for size in SIZES for figure in of_size(client, size)]


def of_size(client, size):
    url = filled(size).get_absolute_url()
    fresh, cached = queries(client, url, forget), queries(client, url)
    served = milliseconds(client, url)
    unrendered = milliseconds(client, url, forget)
    with patch.object(timeline, "page", remembering(timeline.page)):
        whole = milliseconds(client, url)
    return [
        Figure(
            f"page of a thread of {size:,}: queries", "≤ 6",
            f"{cached} (first time {fresh})", max(fresh, cached) <= 6,
        ),
        ratio("  served, against its body cached", served, whole),
        ratio("  nothing rendered yet, against fragments cached", unrendered, served),
    ]  # fmt: skip


def filled(size):
    thread = world.thread(f"Pagina {size}")
    people = world.people(10)
    with transaction.atomic():
        for number in range(2, size + 1):
            thread.post(people[number % 10], WORDS, client_id=f"page-{size}-{number}")
    return thread


def forget():
    caches["fragments"].clear()


def remembering(page):
    """`timeline.page`, made once and kept."""
    kept = []

    def cached(*args, **kwargs):
        if not kept:
            kept.append(page(*args, **kwargs))
        return kept[0]

    return cached


def queries(client, url, before=lambda: None):
    before()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, response.status_code
    return len(captured)


def milliseconds(client, url, before=lambda: None):
    taken = []
    for _ in range(TIMES):
        before()
        began = time.perf_counter()
        client.get(url)
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)


def ratio(name, slow, fast):
    return Figure(
        name, "≤ 2 ×", f"{slow / fast:.1f} × ({slow:.1f} / {fast:.1f} ms)", slow <= 2 * fast
    )

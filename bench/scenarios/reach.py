"""The first page of someone's conversations, on a platform of 2,000 groups; and who may hear."""

import time
from statistics import median

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import reach, world
from bench.figures import Figure
from bench.scenarios.page import queries
from workspace.streams import rule

TIMES = 40


def measure():
    many, few = (client_of(person) for person in reach.filled())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [*first_page(many, few), refusals()]


def client_of(person):
    name, _, key = world.cookies([person])[0].partition("=")
    client = Client(SERVER_NAME="localhost")
    client.cookies[name] = key
    return client


def first_page(many, few):
    url = reverse("home")
    asked = [queries(client, url) for client in (few, many)]
    in_two, in_many = in_turn(few, many, url)
    name = f"in 200 of 2,000 groups, {connection.vendor}: queries of the first page"
    return [
        Figure(name, "≤ 5", f"{asked[1]} (in 2 groups {asked[0]})", max(asked) <= 5),
        Figure(
            "  against the page of someone in 2 groups", "≤ 3 ×",
            f"{in_many / in_two:.1f} × ({in_many:.1f} / {in_two:.1f} ms)", in_many <= 3 * in_two,
        ),
    ]  # fmt: skip


def in_turn(one, other, url):
    """The median milliseconds of each; by turns, so that a busy moment is shared."""
    taken = [(timed(one.get, url), timed(other.get, url)) for _ in range(TIMES)]
    return [median(times) for times in zip(*taken, strict=True)]


def timed(call, *arguments):
    began = time.perf_counter()
    call(*arguments)
    return 1000 * (time.perf_counter() - began)


def refusals():
    """The rule asked for a thousand sessions on one thread, as a hub does for its followers."""
    stream = world.thread("Wie hoort dit?").stream_id
    keys = [cookie.partition("=")[2] for cookie in world.cookies(world.people(world.PEOPLE))]
    pairs = [(stream, key) for key in keys]
    assert not rule.refused("thread", pairs)
    taken = [timed(rule.refused, "thread", pairs) for _ in range(TIMES)]
    measured = f"{median(taken):.1f} ms (best {min(taken):.1f})"
    return Figure(f"  who of {len(pairs):,} sessions may not hear a thread", "", measured)

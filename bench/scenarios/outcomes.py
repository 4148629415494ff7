"""The page of a thread in which much has grown, against one in which little has."""

from statistics import median

from django.db import connection, transaction

from bench import world
from bench.figures import Figure
from bench.posters import WORDS
from bench.scenarios.page import forget, queries
from bench.scenarios.reach import TIMES, client_of, timed
from conversations.kinds import outcome_kinds

LARGE, SMALL = (5000, 300), (50, 3)


def measure():
    client = client_of(world.people(2)[1])
    many, few = (filled(*size).get_absolute_url() for size in (LARGE, SMALL))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    fresh, cached = (queries(client, many, before) for before in (forget, lambda: None))
    served = against(client, few, many, lambda: None)
    unrendered = against(client, few, many, forget)
    return [
        Figure(
            "thread of 5,000 messages with 300 outcomes: queries", "≤ 10",
            f"{cached} (first time {fresh})", max(fresh, cached) <= 10,
        ),
        Figure("  against a thread of 50 with 3", "≤ 1.5 ×", *served),
        Figure("  and with nothing rendered yet", "≤ 1.5 ×", *unrendered),
    ]  # fmt: skip


def filled(messages, outcomes):
    """Of every `messages / outcomes` messages one is a card, the kinds by turns."""
    thread, people = world.thread(f"Uitkomsten {messages}"), world.people(10)
    kinds, each = list(outcome_kinds().values()), messages // outcomes
    with transaction.atomic():
        for number in range(2, messages + 1):
            author, client_id = people[number % 10], f"outcomes-{messages}-{number}"
            if number % each:
                thread.post(author, WORDS, client_id=client_id)
            else:
                about = {"title": f"Uitkomst {number}", "body": WORDS, "client_id": client_id}
                source = thread.messages.get(number=number - 1)
                kind = kinds[number // each % len(kinds)]
                kind.outcomes.grow(thread, author, sources=[source], **about)
    return thread


def against(client, few, many, before):
    """What is measured, and whether it reaches the target."""

    def page(url):
        before()
        client.get(url)

    taken = [(timed(page, few), timed(page, many)) for _ in range(TIMES)]
    fast, slow = (median(times) for times in zip(*taken, strict=True))
    return f"{slow / fast:.1f} × ({slow:.1f} / {fast:.1f} ms)", slow <= 1.5 * fast

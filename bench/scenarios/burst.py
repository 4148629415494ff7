"""1,000 messages at once to 200 followers."""

import time

from django.db import transaction

from bench import world
from bench.figures import Figure
from bench.gathering import gathered
from bench.loop import Loop
from bench.posters import WORDS, Posters
from bench.serving import serving

FOLLOWERS, MESSAGES, POSTERS = 200, 1000, 32


def measure():
    with serving() as server:
        return [
            burst(server, "posted by 32 people as fast as it goes", by_people),
            burst(server, "committed at once by another process", at_once),
        ]


def burst(server, name, post):
    thread, loop = world.thread(f"Stortvloed {name}"), Loop()
    followers = gathered(loop, server, thread, FOLLOWERS)
    began = time.monotonic()
    loop = post(loop, server, thread)
    loop.run(until=lambda: followers.deliveries == FOLLOWERS * MESSAGES, seconds=60)
    seconds = time.monotonic() - began
    followers.close()
    each, faults = followers.deliveries / FOLLOWERS, len(followers.faults)
    whole = each == MESSAGES and not faults
    measured = f"{each:g} each, {faults} out of order, {seconds:.1f} s"
    return Figure(f"1,000 messages {name}, 200 followers", "1,000 each, in order", measured, whole)


def by_people(loop, server, thread):
    cookies = world.cookies(world.people(POSTERS))
    posters = Posters(loop, server.port, f"/threads/{thread.pk}/messages/", cookies)
    for _ in range(MESSAGES):
        loop.run(until=posters.post, seconds=30)
    return loop


def at_once(loop, server, thread):
    with transaction.atomic():
        for number in range(MESSAGES):
            thread.post(thread.author, WORDS, client_id=f"burst-{number}")
    return loop

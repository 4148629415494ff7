"""32 people posting into one thread at once, and a plain view that saves one row beside it."""

import time
from dataclasses import dataclass

from django.db import connection

from bench import world
from bench.figures import Figure, percentile
from bench.loop import Loop
from bench.posters import Posters
from bench.serving import serving

POSTERS = 32
WARM_SECONDS, SECONDS = 2, 10


@dataclass
class Result:
    a_second: float
    errors: int
    p99: float
    cpu: float

    def __str__(self):
        return f"{self.a_second:.0f}/s, p99 {self.p99:.0f} ms, CPU {self.cpu:.1f} ms each"


def measure():
    thread, name = world.thread("Schrijven"), connection.vendor
    with serving() as server:
        ours = posting(server, f"/threads/{thread.pk}/messages/")
    with serving("bench.plain") as server:
        plain = posting(server, f"/messages/{thread.messages.first().pk}/")
    times = ours.a_second / plain.a_second
    return [
        Figure(f"32 people posting, {name}", "no errors", f"{ours.errors}", not ours.errors),
        Figure("  p99 of a post", "≤ 500 ms", str(ours), ours.p99 <= 500),
        Figure("  a plain view that saves one row", "", f"{plain}, {plain.errors} errors"),
        Figure("  against that plain view", "≥ 2 ×", f"{times:.1f} ×", times >= 2),
    ]


def posting(server, path):
    loop = Loop()
    posters = Posters(loop, server.port, path, world.cookies(world.people(POSTERS)))

    def all_post():
        while posters.post():
            pass

    loop.each_turn(all_post)
    loop.run(seconds=WARM_SECONDS)
    posters.seconds.clear()
    began, cpu = time.monotonic(), server.cpu_seconds
    loop.run(seconds=SECONDS)
    seconds, cpu = time.monotonic() - began, server.cpu_seconds - cpu
    done = list(posters.seconds)
    loop.turns.remove(all_post)
    loop.run(until=lambda: posters.are_idle, seconds=30)
    posters.close()
    errors, p99 = len(posters.errors), 1000 * percentile(done, 0.99)
    return Result(len(done) / seconds, errors, p99, 1000 * cpu / len(done))

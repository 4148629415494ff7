"""1,000 followers of one thread, 20 messages a second for 20 seconds."""

import time

from django.db import connection

from bench import world
from bench.figures import Figure, percentile
from bench.gathering import gathered
from bench.loop import Loop
from bench.posters import Posters
from bench.serving import serving

FOLLOWERS, POSTERS = 1000, 20
RATE, SECONDS = 20, 20
COMMITTED = """
    SELECT position, extract(epoch FROM pg_xact_commit_timestamp(xmin))
    FROM streams_event WHERE stream_id = %s
"""


def measure():
    thread, loop = world.thread("Vertraging"), Loop()
    with serving() as server:
        followers = gathered(loop, server, thread, FOLLOWERS)
        cookies = world.cookies(world.people(POSTERS))
        posters = Posters(loop, server.port, f"/threads/{thread.pk}/messages/", cookies)
        loop.run(seconds=3)
        cpu = server.cpu_seconds
        post_steadily(loop, posters)
        busy = (server.cpu_seconds - cpu) / SECONDS
        loop.run(
            until=lambda: posters.are_idle and followers.complete >= max(posters.posted_at),
            seconds=10,
        )
    return figures(followers, posters, committed_at(thread), busy)


def post_steadily(loop, posters):
    begin = time.time()
    for number in range(RATE * SECONDS):
        due = begin + number / RATE
        loop.run(until=lambda due=due: time.time() >= due and posters.post(due), seconds=60)


def committed_at(thread):
    with connection.cursor() as cursor:
        cursor.execute(COMMITTED, [thread.stream_id])
        return {position: float(moment) for position, moment in cursor.fetchall()}


def figures(followers, posters, committed, busy):
    last = {
        position: followers.last_at[position - followers.after - 1]
        for position in posters.posted_at
    }
    from_post = [1000 * (last[position] - sent) for position, sent in posters.posted_at.items()]
    from_commit = [1000 * (at - committed[position]) for position, at in last.items()]
    expected = RATE * SECONDS * FOLLOWERS
    whole = followers.deliveries == expected and not followers.faults and not posters.errors
    p99 = percentile(from_post, 0.99)
    return [
        Figure(
            "1,000 followers, 20 messages/s: delivered, in order", f"all {expected:,}",
            f"{followers.deliveries:,}, {len(followers.faults)} faults", whole,
        ),
        Figure(
            "  p99 from POST to the last browser", "≤ 60 ms",
            f"{p99:.0f} ms (median {percentile(from_post, 0.5):.0f}, most {max(from_post):.0f})",
            p99 <= 60,
        ),
        Figure(
            "  p99 from commit to the last browser", "",
            f"{percentile(from_commit, 0.99):.0f} ms (median {percentile(from_commit, 0.5):.0f})",
        ),
        Figure("  server's core meanwhile", "", f"{busy:.0%} busy"),
    ]  # fmt: skip

"""Live fan-out of stored messages to 200 followers, and the documented pattern beside it."""

import time
from dataclasses import dataclass

from bench import world
from bench.figures import Figure
from bench.followers import Followers
from bench.gathering import gathered
from bench.loop import Loop
from bench.pattern import PATH
from bench.posters import Posters
from bench.serving import serving
from bench.writer import Writer
from workspace.streams import log
from workspace.streams.frames import text_frame, text_in
from workspace.streams.kinds import kinds

FOLLOWERS = 200
# As many messages are under way at once: enough to keep the server's core full. The pattern is
# also tried with few, where it may do better, and its best counts.
UNDER_WAY = 16
FEW_UNDER_WAY = 2
POSTERS = 8
WARM_SECONDS, SECONDS = 2, 10


@dataclass
class Result:
    a_second: float
    microseconds: float
    busy: float
    lost: int

    def __str__(self):
        lost = f", {self.lost:,} lost" if self.lost else ""
        return (
            f"{self.a_second:,.0f}/s, {self.microseconds:.1f} µs CPU each, "
            f"core {self.busy:.0%} busy{lost}"
        )


def measure():
    thread = world.thread("Fan-out")
    with serving() as server:
        door = at_the_door(server, thread)
        elsewhere = from_another_process(server, thread)
    pattern = max(
        (documented(thread, under_way) for under_way in (FEW_UNDER_WAY, UNDER_WAY)),
        key=lambda result: result.a_second,
    )
    figures = [Figure("fan-out to 200: the documented pattern", "", str(pattern))]
    for name, result in (("posted here by HTTP", door), ("stored by another process", elsewhere)):
        times = result.a_second / pattern.a_second
        figures += [
            Figure(f"fan-out to 200, {name}", "", str(result)),
            Figure("  against the pattern", "≥ 10 ×", f"{times:.1f} ×", times >= 10),
            Figure(
                "  server CPU per delivery, in all", "≤ 50 µs",
                f"{result.microseconds:.1f} µs", result.microseconds <= 50 and not result.lost,
            ),
        ]  # fmt: skip
    return figures


def at_the_door(server, thread):
    """Posting, storing, rendering and delivery, all by the server that is measured."""
    loop = Loop()
    followers = gathered(loop, server, thread, FOLLOWERS)
    cookies = world.cookies(world.people(POSTERS))
    posters = Posters(loop, server.port, f"/threads/{thread.pk}/messages/", cookies)
    result = saturated(loop, server, followers, posters.post)
    loop.run(until=lambda: posters.are_idle, seconds=10)
    assert not posters.errors, posters.errors[0]
    posters.close()
    followers.close()
    return result


def from_another_process(server, thread):
    """The server hears of each message through Valkey, and delivers it."""
    loop = Loop()
    followers = gathered(loop, server, thread, FOLLOWERS)
    with Writer(thread) as writer:
        result = saturated(loop, server, followers, writer.post)
    followers.close()
    return result


def documented(thread, under_way):
    loop = Loop()
    last = log.read(thread.stream_id, 1, 1)
    payload = text_in(text_frame(log.payloads(kinds["thread"], thread.stream_id, last, "nl")[0]))
    head, _, tail = payload.partition('"position":2')
    sent = iter(range(1, 10**9))

    def post():
        followers.members[0].say(f'{head}"position":{next(sent)}{tail}'.encode())
        return True

    with serving("bench.pattern") as server:
        followers = Followers(loop, server.port, thread.stream_id, 0, PATH)
        followers.connect([(cookie, []) for cookie in world.cookies(world.people(FOLLOWERS))], b"")
        result = saturated(loop, server, followers, post, under_way)
        followers.close()
    return result


def saturated(loop, server, followers, post, under_way=UNDER_WAY):
    """Keep messages under way, and see how fast they are delivered."""
    posted = 0

    def keep_under_way():
        nonlocal posted
        while posted - followers.deliveries / FOLLOWERS < under_way and post():
            posted += 1

    loop.each_turn(keep_under_way)
    loop.run(seconds=WARM_SECONDS)
    began, cpu, deliveries = time.monotonic(), server.cpu_seconds, followers.deliveries
    loop.run(seconds=SECONDS)
    seconds, cpu = time.monotonic() - began, server.cpu_seconds - cpu
    deliveries = followers.deliveries - deliveries
    loop.turns.remove(keep_under_way)
    loop.run(until=lambda: followers.deliveries == posted * FOLLOWERS, seconds=10)
    lost = posted * FOLLOWERS - followers.deliveries
    return Result(deliveries / seconds, cpu / deliveries * 1e6, cpu / seconds, lost)

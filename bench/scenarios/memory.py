"""What an idle follower costs in memory."""

from bench import world
from bench.figures import Figure
from bench.gathering import gathered
from bench.loop import Loop
from bench.serving import serving

FOLLOWERS = 1000
IDLE_SECONDS = 8


def measure():
    thread, loop = world.thread("Geheugen"), Loop()
    with serving() as server:
        # The first sockets make what all share: the hub, its threads and connections.
        first = gathered(loop, server, thread, 20)
        loop.run(seconds=2)
        first.close()
        loop.run(seconds=2)
        before = server.memory_kb
        followers = gathered(loop, server, thread, FOLLOWERS)
        loop.run(seconds=IDLE_SECONDS)
        each = (server.memory_kb - before) / FOLLOWERS
        assert not followers.faults, followers.faults[:3]
    return [
        Figure("memory per idle follower, of 1,000", "≤ 30 KB", f"{each:.1f} KB", each <= 30),
        Figure("  server without followers", "", f"{before / 1024:.0f} MB"),
    ]

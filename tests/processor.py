"""How much of the processor something takes, on a machine that may be slow or kept busy."""

import re
import resource
import time
from contextlib import contextmanager

# What `work` takes where the bounds in the tests were chosen.
USUAL_SECONDS = 0.25


@contextmanager
def within(seconds):
    """What the block does takes less than so many seconds of a usual processor. Others on it make
    each of them longer; where that may be why it took more, it is measured how much."""
    begin = time.process_time()
    yield
    spent = time.process_time() - begin
    assert spent < seconds or spent < seconds * slowness()


def seconds_used():
    """By this process, and by all that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def slowness():
    """How many seconds it takes here to do what usually takes one."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) / USUAL_SECONDS


def work():
    for number in range(150):
        text = " ".join(str(each * number) for each in range(1_000))
        words = re.sub(r"(\d)(\d+)", r"\2 \1", text).split()
        assert sorted(words, key=len)

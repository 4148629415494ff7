"""A socket at a sub-site: from its own host name, and for as long as someone is let in."""

import pytest

from conversations.models import Thread
from groups.models import Group, Subsite

FOREIGN_ORIGIN = 4403
HOST = "samen.haven.nl"


@pytest.fixture
def harbour(anna, daan, samira):
    subsite = Subsite.objects.create(name="De haven", slug="haven", host=HOST, is_closed=True)
    subsite.administrators.add(anna)
    for person in (anna, daan, samira):
        subsite.admit_by_hand(person, by=anna)
    return subsite


@pytest.fixture
def crane(harbour, anna, daan, samira):
    group = Group.objects.open_by(anna, "De kade", subsite=harbour)
    group.admit(daan)
    group.admit(samira)
    return Thread.objects.start(group, anna, "De kraan", "Wie kijkt er mee?", client_id="crane")


def end_access(harbour, anna, samira):
    harbour.end_admission(samira, by=anna, grounds="Werkt hier niet meer")


def ask_other_terms(harbour, anna, samira):
    harbour.change(by=anna, terms="Wees aardig.")
    harbour.admit(anna, accepts=1)


@pytest.mark.parametrize("change", [end_access, ask_other_terms])
def test_who_is_not_let_in_any_more_hears_nothing_recorded_after(
    tab, harbour, crane, anna, samira, say, change
):
    out, inside = tab(samira).follow(crane, 1), tab(anna).follow(crane, 1)
    change(harbour, anna, samira)
    say(crane, anna, "Dit is voor wie binnen is")
    assert out.told_in_a_second("gone")["stream"] == crane.stream_id
    assert "wie binnen is" in inside.hears()[0]["html"]
    assert out.hears_nothing_until_a_beat()


def test_a_page_at_its_own_host_opens_a_socket(tab, harbour, crane, samira, anna, say, server):
    host = f"{HOST}:{server.port}"
    socket = tab(samira, host=host, origin=f"http://{host}").follow(crane, 1)
    say(crane, anna, "Hoor je dit?")
    assert "Hoor je dit?" in socket.hears()[0]["html"]


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        (HOST, f"https://{HOST}"),
        (HOST, f"http://{HOST}:81"),
        (HOST, f"http://x.{HOST}"),
        (HOST, "http://localhost"),
        (f"x.{HOST}", f"http://x.{HOST}"),
        ("elders.nl", "http://elders.nl"),
    ],
)
def test_a_page_elsewhere_does_not(tab, harbour, samira, host, origin):
    assert tab(samira, host=host, origin=origin).closed() == FOREIGN_ORIGIN

"""What a socket may hear ends when it ends: within a second, without anyone telling the server."""

import statistics
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from websockets.exceptions import InvalidStatus

from groups.models import Session
from workspace.streams.models import Stream

pytestmark = [pytest.mark.servers, pytest.mark.alone]

SESSION_ENDED, FOREIGN_ORIGIN, TOO_MANY_SOCKETS = 4401, 4403, 4409


def test_a_removed_member_is_told_so_and_hears_nothing_recorded_after(
    tab, mobility, anna, daan, samira, say
):
    removed, member = tab(samira).follow(mobility, 1), tab(daan).follow(mobility, 1)
    mobility.group.remove(samira, by=anna, grounds="Voorbij")
    say(mobility, daan, "Dit is voor ons alleen")
    assert removed.told_in_a_second("gone") == {"type": "gone", "stream": mobility.stream_id}
    assert "voor ons alleen" in member.hears()[0]["html"]
    assert removed.hears_nothing_until_a_beat()


def test_heads_too_are_not_told_to_who_may_not_see_the_stream(
    tab, mobility, anna, daan, samira, say
):
    removed = tab(samira)
    removed.say("follow", watch=[mobility.stream_id])
    removed.told("beat")
    mobility.group.remove(samira, by=anna, grounds="Voorbij")
    say(mobility, daan, "Dit is voor ons alleen")
    removed.told("gone")
    heads = [frame.get("heads", {}).get(str(mobility.stream_id)) for frame in removed.passed]
    assert all(head in (None, [1, 1]) for head in heads)


def test_what_is_only_watched_is_gone_as_soon_as_what_is_followed(
    tab, mobility, anna, samira, daan
):
    """A sidebar follows the groups and watches their threads, of which nothing may be heard."""
    removed, member = tab(samira), tab(daan)
    for each in (removed, member):
        each.follow(mobility.group, 0, watch=[mobility.stream_id])
    mobility.group.remove(samira, by=anna, grounds="Voorbij")
    gone = {removed.told_in_a_second("gone")["stream"] for _ in range(2)}
    assert gone == {mobility.stream_id, mobility.group.stream_id}
    assert member.hears_nothing_until_a_beat() is False
    assert not [frame for frame in member.passed if frame["type"] == "gone"]


def test_beats_are_a_second_apart(tab, daan):
    """By which the other tests know what a second is."""
    listening, moments = tab(daan), []
    for _ in range(8):
        listening.told("beat")
        moments.append(time.monotonic())
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert 0.9 < statistics.median(gaps) < 1.5


def test_someone_elses_stream_and_one_that_does_not_exist_are_the_same_answer(
    tab, mobility, daan, carla
):
    curious = tab(carla)
    absent = Stream.objects.latest("pk").pk + 1
    for stream in (mobility.stream_id, daan.stream_id, absent):
        curious.say("follow", streams={str(stream): 0})
        assert curious.told("gone") == {"type": "gone", "stream": stream}
        curious.say("follow", watch=[stream])
        assert curious.told("gone") == {"type": "gone", "stream": stream}
    assert curious.hears_nothing_until_a_beat()


def test_a_session_that_ends_closes_its_sockets(tab, daan, samira):
    leaving, staying = tab(daan), tab(samira)
    Session.objects.filter(person=daan).delete()
    assert leaving.closed_in_a_second() == SESSION_ENDED
    assert staying.told("beat")


def test_a_session_that_ends_hears_nothing_recorded_after(tab, mobility, daan, samira, say):
    leaving = tab(samira).follow(mobility, 1)
    Session.objects.filter(person=samira).delete()
    say(mobility, daan, "Dit is voor ons alleen")
    assert leaving.closed() == SESSION_ENDED
    assert not [frame for frame in leaving.passed if frame["type"] == "event"]


def test_a_session_that_expires_closes_its_sockets(tab, daan):
    leaving = tab(daan)
    Session.objects.filter(person=daan).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert leaving.closed() == SESSION_ENDED


def test_who_may_no_longer_sign_in_is_out_at_once(tab, mobility, daan):
    leaving = tab(daan).follow(mobility, 1)
    daan.is_active = False
    daan.save()
    assert leaving.closed() == SESSION_ENDED


def test_without_a_session_there_is_no_socket(tab):
    assert tab().closed() == SESSION_ENDED


def test_a_session_from_before_a_change_of_password_opens_no_socket(tab, session, server, daan):
    old = session(daan)
    daan.set_password("een-nieuw-wachtwoord")
    daan.save()
    assert tab(session=old).closed() == SESSION_ENDED


@pytest.mark.parametrize(
    "origin",
    [
        "http://elders.example:{port}",
        "http://localhost:1",
        "http://localhost",
        "https://localhost:{port}",
        "http://localhost.elders.example:{port}",
        "null",
        None,
    ],
)
def test_a_page_of_another_origin_opens_no_socket(tab, server, daan, origin):
    foreign = tab(daan, origin=origin and origin.format(port=server.port))
    assert foreign.closed() == FOREIGN_ORIGIN


def test_a_host_that_is_not_ours_opens_no_socket(tab, server, daan):
    """What a page of another site gets that made its own name lead to this machine."""
    address = "http://elders.example"
    foreign = tab(daan, origin=address, host="elders.example")
    assert foreign.closed() == FOREIGN_ORIGIN


def test_other_addresses_have_no_socket(tab, server, daan):
    with pytest.raises(InvalidStatus):
        tab(daan, path="/elders/")


def test_a_person_has_at_most_twenty_sockets(tab, daan, samira):
    tabs = [tab(daan) for _ in range(20)]
    assert tab(daan).closed() == TOO_MANY_SOCKETS
    assert tab(samira).told("hello")
    tabs[0].close()
    assert tabs[1].hears_nothing_until_a_beat()  # the server has seen it by then
    assert tab(daan).told("hello")

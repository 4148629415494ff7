"""The access rule is asked in one query, however many sockets and streams it is about."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Session
from tests.conftest import person
from workspace.streams import rule
from workspace.streams.kinds import kinds


@pytest.fixture
def crowd(water, signed_in):
    """`crowd(50)`: the session keys of so many members."""

    def crowd(count):
        people = [person(f"Lid{number} Lid", "Gemeente Rivierstad") for number in range(count)]
        for each in people:
            water.admit(each)
            assert signed_in(each).session[BACKEND_SESSION_KEY]
        return list(Session.objects.filter(person__in=people).values_list("pk", flat=True))

    return crowd


def asked(kind, pairs):
    """The answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        allowed = rule.may_hear(kind, pairs)
    return allowed, len(queries)


def test_one_query_for_all_the_readers_of_an_event(mobility, crowd):
    pairs = {(mobility.stream_id, session) for session in crowd(40)}
    assert asked("thread", pairs) == (pairs, 1)


def test_one_query_for_many_streams_of_a_kind(mobility, daan, samira, session):
    pairs = {(each.stream_id, session(each)) for each in (daan, samira)}
    swapped = {(daan.stream_id, session(samira)), (samira.stream_id, session(daan))}
    assert asked("person", pairs | swapped) == (pairs, 1)


def test_the_answer_is_the_apps_own_rule(mobility, square, anna, daan, samira, carla, session):
    sessions = {each: session(each) for each in (anna, daan, samira, carla)}
    for kind, stream in (
        ("thread", mobility.stream_id),
        ("group", mobility.group.stream_id),
        ("group", square.stream_id),
        ("person", daan.stream_id),
    ):
        readers = set(kinds[kind].readers(stream))
        expected = {(stream, key) for each, key in sessions.items() if each in readers}
        assert rule.may_hear(kind, [(stream, key) for key in sessions.values()]) == expected


def test_where_nobody_is_asked_about_nobody_may(mobility, daan, session):
    mine = session(daan)
    assert rule.may_hear("thread", []) == set()
    assert rule.living([]) == set()
    assert rule.living([mine, "no-session"]) == {mine}

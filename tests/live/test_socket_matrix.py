"""Every operation of the socket × every role gets what `tests/matrix/table.py` says."""

from base64 import b64encode

import pytest

from groups.models import Session
from tests.live.test_access import SESSION_ENDED
from tests.matrix.conftest import session
from tests.matrix.table import SOCKETS, STREAMS
from tests.matrix.world import ROLES, World
from workspace.streams.kinds import kinds
from workspace.streams.models import Stream
from workspace.streams.operations import OPERATIONS

pytestmark = pytest.mark.once

# Those that are taken without an answer; they touch only what is followed.
REFUSALS = {"not_followed": ".", "unknown_op": "?", "not_allowed": "-"}
NO_SUCH = "There is no such operation."
SILENT = ("beat", "ack", "unfollow")


@pytest.fixture
def world(server, files):
    return World()


def stream_of(world, role, name):
    if name == "own":
        return world.people[role].stream_id
    if name == "someone else's":
        return world.people["owner" if role != "owner" else "member"].stream_id
    if name == "nobody's":
        return Stream.objects.latest("pk").pk + 1
    kind, _at, place = name.partition("@")
    thing = world.places[place]["group" if kind == "desk" else kind]
    return thing.desk_id if kind == "desk" else thing.stream_id


def answers(tab):
    """What came until the answer to a frame that is refused in every case."""
    tab.say("fly")
    told = []
    while True:
        frame = tab.told_any()
        if frame.get("message") == NO_SUCH:
            return told
        if frame["type"] not in ("hello", "beat"):
            told.append(frame)


def followed(tab, streams):
    """What of these streams does not exist for the tab's person."""
    tab.say("follow", streams={str(stream): 0 for stream in streams})
    told = answers(tab)
    gone = {frame["stream"] for frame in told if frame["type"] == "gone"}
    assert not gone & {frame["stream"] for frame in told if frame["type"] in ("event", "presence")}
    return gone


def done(tab, streams, name, more):
    """{stream: sign} of an operation on each of the streams, which the tab tried to follow."""
    followed(tab, streams)
    signs = {}
    for stream in streams:
        tab.say(name, stream=stream, **more)
        codes = [frame["code"] for frame in answers(tab) if frame["type"] == "error"]
        signs[stream] = REFUSALS[codes[0]] if codes else "+"
    return signs


def letter(role):
    """One letter, written in a window of this role's own."""
    client = bytes([100 + ROLES.index(role)])
    return b64encode(b"\1\1" + client + b"\0\4\1\4text\1a\0").decode()


def watched(tab, streams):
    tab.say("follow", watch=streams)
    gone = {frame["stream"] for frame in answers(tab) if frame["type"] == "gone"}
    return {stream: ".+"[stream not in gone] for stream in streams}


def test_each_role_gets_what_the_table_says(world, tab):
    got = {}
    for role in ROLES[1:]:
        key = session(world.people[role])
        streams = {name: stream_of(world, role, name) for name in STREAMS}
        every = list(streams.values())
        gone = followed(tab(session=key), every)
        signs = {
            "follow": {stream: ".+"[stream not in gone] for stream in every},
            "watch": watched(tab(session=key), every),
            # A tab for each: so many frames at once are a flood.
            "typing": done(tab(session=key), every, "typing", {}),
            "cursor": done(tab(session=key), every, "cursor", {"at": "AQ=="}),
            "read": done(tab(session=key), every, "read", {"number": 1}),
            "edit": done(tab(session=key), every, "edit", {"update": letter(role)}),
        }
        for operation, by_stream in signs.items():
            for name, stream in streams.items():
                got.setdefault((operation, name), []).append(by_stream[stream])
        assert_silent(tab(session=key), list(gone))
        Session.objects.filter(pk=key).delete()
    expected = {(operation, name): list(cells) for operation, name, cells in SOCKETS}
    assert {key: "".join(cells) for key, cells in got.items()} == {
        key: "".join(cells) for key, cells in expected.items()
    }


def assert_silent(tab, streams):
    """What someone does not follow they cannot touch either, and nothing of it is told."""
    for name in SILENT:
        tab.say(name, streams=streams if name == "unfollow" else {str(one): 5 for one in streams})
    told = [frame for frame in answers(tab) if frame["type"] != "error"]
    assert told == []


def test_who_is_not_signed_in_has_no_socket(tab, server):
    assert tab().closed() == SESSION_ENDED


def test_every_operation_has_its_rows():
    named = {operation for operation, _stream, _cells in SOCKETS} - {"watch"}
    of_kinds = {name for kind in kinds.values() for name in kind.operations}
    assert named | set(SILENT) == set(OPERATIONS) | of_kinds
    for operation in named | {"watch"}:
        rows = [row for row in SOCKETS if row[0] == operation]
        assert [stream for _op, stream, _cells in rows] == STREAMS
        assert all(len(cells) == len(ROLES) - 1 for _op, _stream, cells in rows)


def test_every_kind_of_stream_has_its_rows():
    named = {name.partition("@")[0] for name in STREAMS}
    assert set(kinds) <= {"thread", "group", "desk", "person", "text"}
    assert {"thread", "group", "desk", "own", "text"} <= named

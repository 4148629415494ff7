"""What a client may send that it should not: a clear answer, and the server stays as it was."""

import json
from contextlib import suppress
from socket import create_connection

import pytest
from websockets.exceptions import ConnectionClosed

pytestmark = pytest.mark.once

JUNK, TOO_MANY_FRAMES, TOO_BIG = 4400, 4429, 1009


@pytest.fixture
def bystander(tab, mobility, samira, daan, say):
    """Someone in another tab, who must not notice anything."""
    quiet = tab(samira).follow(mobility, 1)
    yield quiet
    say(mobility, daan, "Alles goed daar?")
    assert "Alles goed daar?" in quiet.hears()[0]["html"]


@pytest.mark.parametrize(
    "junk",
    ["", "hoi", "{", "[]", "3", "null", '"tekst"', "[" * 8000, "9" * 5000, '{"op":NaN,}', b"bytes"],
)
def test_junk_closes_the_socket(tab, daan, bystander, junk):
    careless = tab(daan)
    careless.socket.send(junk)
    assert careless.closed() == JUNK


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"op": None},
        {"op": 3},
        {"op": ["follow"]},
        {"op": "\ud800"},
        {"op": "vlieg"},
        {"op": "follow", "streams": []},
        {"op": "follow", "streams": "77"},
        {"op": "follow", "streams": {"77": "118"}},
        {"op": "follow", "streams": {"77": -1}},
        {"op": "follow", "streams": {"77": 1.5}},
        {"op": "follow", "streams": {"77": True}},
        {"op": "follow", "streams": {"77": None}},
        {"op": "follow", "streams": {"77": 2**63}},
        {"op": "follow", "streams": {"zeven": 1}},
        {"op": "follow", "streams": {"٧": 1}},
        {"op": "follow", "streams": {"-7": 1}},
        {"op": "follow", "streams": {"9" * 400: 1}},
        {"op": "follow", "watch": {"77": 1}},
        {"op": "follow", "watch": ["77"]},
        {"op": "follow", "watch": [[]]},
        {"op": "follow", "watch": [2**70]},
        {"op": "unfollow", "streams": {"77": 1}},
        {"op": "ack", "streams": [77]},
        {"op": "beat", "streams": 77},
        {"op": "typing"},
        {"op": "typing", "stream": "77"},
        {"op": "typing", "stream": {}},
        {"op": "read", "stream": 77, "number": 1},
    ],
    ids=lambda frame: json.dumps(frame)[:60],
)
def test_a_frame_in_the_wrong_form_is_answered_with_an_error(tab, daan, frame):
    careless = tab(daan)
    careless.socket.send(json.dumps(frame))
    error = careless.told("error")
    assert error["code"] in {"unknown_op", "bad_frame", "not_followed"}
    assert error["message"]
    assert careless.told("beat")


def test_an_operation_of_the_app_answers_a_wrong_form_too(tab, mobility, daan):
    careless = tab(daan).follow(mobility, 1)
    for number in ("1", None, True, 0, [1]):
        careless.say("read", stream=mobility.stream_id, number=number)
        assert careless.told("error")["code"] == "bad_frame"


def test_acknowledging_what_was_never_sent_changes_nothing(tab, mobility, daan, say):
    careless = tab(daan).follow(mobility, 1)
    for _ in range(3):
        careless.say("ack", streams={str(mobility.stream_id): 10**12, "999999": 5})
    say(mobility, daan, "Gewoon")
    assert careless.hears()[0]["position"] == 2


def test_a_socket_follows_at_most_two_hundred_streams(tab, daan):
    greedy = tab(daan)
    greedy.say("follow", watch=list(range(1, 202)))
    assert greedy.told("error")["code"] == "too_many_streams"


def test_a_frame_that_is_too_big_closes_the_socket(tab, daan, bystander):
    for size in (17 * 1024, 1024 * 1024):
        careless = tab(daan)
        with suppress(ConnectionClosed):  # it may be closed before all was sent
            careless.say("ack", streams={}, padding="x" * size)
        assert careless.closed() == TOO_BIG


def test_a_flood_closes_the_socket(tab, daan, bystander):
    careless = tab(daan)
    flood = json.dumps({"op": "typing", "stream": 1})
    with suppress(ConnectionClosed):
        for _ in range(10_000):  # however slow this machine is, that is more than the rate allows
            careless.socket.send(flood)
    assert careless.closed() == TOO_MANY_FRAMES


def test_what_is_within_the_rate_is_no_flood(tab, daan):
    busy = tab(daan)
    for _ in range(30):
        busy.say("beat", streams={})
    assert busy.told("beat")
    assert busy.told("beat")


def test_a_quick_reader_is_no_flood(tab, mobility, daan, burst):
    quick = tab(daan).follow(mobility, 1)
    burst(mobility, daan, 150)
    for _ in range(150):
        [event] = quick.hears(acknowledging=False)
        quick.say("ack", streams={str(mobility.stream_id): event["position"]})
    assert event["position"] == 151


def test_a_handshake_that_stops_halfway_leaves_the_server_as_it_was(server, tab, daan, bystander):
    for words in (b"GET /live/ HTTP/1.1\r\n", b"\x81\xff\xff", b""):
        create_connection(("localhost", server.port)).sendall(words)
    assert tab(daan).told("hello")


def test_an_upload_that_is_cut_off_halfway_leaves_nothing(
    server, session, mobility, daan, bystander
):
    head = (
        f"POST /threads/{mobility.pk}/messages/ HTTP/1.1\r\nHost: localhost:{server.port}\r\n"
        f"Cookie: session={session(daan)}\r\nContent-Length: 400000\r\n"
        "Content-Type: multipart/form-data; boundary=grens\r\n\r\n"
        '--grens\r\nContent-Disposition: form-data; name="files"; filename="plan.odt"\r\n\r\n'
    )
    with create_connection(("localhost", server.port)) as connection:
        connection.sendall(head.encode() + b"x" * 200_000)
    assert mobility.messages.count() == 1

"""What a client may ask. docs/live.md is the specification."""

from workspace.streams.kinds import kinds
from workspace.streams.socket import MAX_STREAMS

MAX_POSITION = 2**63 - 1
MAX_CURSOR = 256


class Refused(Exception):
    """The frame is not as docs/live.md says, or not done: told to the client, who stays connected.
    `about` goes along in what they are told."""

    def __init__(self, code, message, **about):
        super().__init__(message)
        self.code, self.message, self.about = code, message, about


async def perform(hub, socket, frame: dict):
    """Raises Refused."""
    name = frame.get("op")
    operation = OPERATIONS.get(name) if isinstance(name, str) else None
    if operation is not None:
        await operation(hub, socket, frame)
    else:
        await _perform_of_kind(hub, socket, frame, name)


async def _follow(hub, socket, frame):
    after, watch = _positions(frame.get("streams", {})), _streams(frame.get("watch", []))
    if len({*socket.follows, *socket.watches, *after, *watch}) > MAX_STREAMS:
        raise Refused("too_many_streams", f"At most {MAX_STREAMS} streams for one socket.")
    with socket.outlet.paused():
        await hub.follow(socket, after, watch)


async def _unfollow(hub, socket, frame):
    hub.end(socket, _streams(frame.get("streams", [])))


async def _acknowledge(hub, socket, frame):
    _arrived(hub, socket, _positions(frame.get("streams", {})))


async def _beat(hub, socket, frame):
    positions = _positions(frame.get("streams", {}))
    _arrived(hub, socket, positions)
    for stream_id in positions.keys() & socket.follows.keys():
        hub.presence.mark_here(stream_id, socket.person)


async def _typing(hub, socket, frame):
    hub.presence.mark_typing(_followed(socket, frame), socket.person)


async def _cursor(hub, socket, frame):
    at = frame.get("at")
    if not isinstance(at, str) or len(at) > MAX_CURSOR:
        raise Refused("bad_frame", f"at must be text of at most {MAX_CURSOR} characters.")
    hub.presence.mark_cursor(_followed(socket, frame), socket.person, at)


async def _perform_of_kind(hub, socket, frame, name):
    """An operation that the app gave with the kind of its stream, such as `read`."""
    if not isinstance(name, str) or all(name not in kind.operations for kind in kinds.values()):
        raise Refused("unknown_op", "There is no such operation.")
    stream_id = _followed(socket, frame)
    operation = kinds[hub.feeds[stream_id].kind].operations.get(name)
    if operation is None:
        raise Refused("unknown_op", "This stream has no such operation.")
    try:
        with socket.outlet.paused():
            answer = await hub.writing.run(operation, socket.person, stream_id, frame)
    except ValueError as error:
        raise Refused("bad_frame", str(error)) from error
    if answer:
        socket.tell(**answer)


def _arrived(hub, socket, positions):
    if hub.acknowledge(socket, positions):
        # Paid for by the events: a quick reader in a busy stream is no flood.
        socket.allowance += 1


OPERATIONS = {
    "follow": _follow,
    "unfollow": _unfollow,
    "ack": _acknowledge,
    "beat": _beat,
    "typing": _typing,
    "cursor": _cursor,
}


def _followed(socket, frame):
    stream_id = frame.get("stream")
    if not _is_number(stream_id):
        raise Refused("bad_frame", "stream must be the number of a stream.")
    if stream_id not in socket.follows:
        raise Refused("not_followed", "Follow the stream first.")
    return stream_id


def _positions(value) -> dict[int, int]:
    """{"77": 118} as {77: 118}."""
    if not isinstance(value, dict) or not all(map(_is_number, value.values())):
        raise Refused("bad_frame", "streams must be an object of positions by stream.")
    return {_stream(name): position for name, position in value.items()}


def _streams(value) -> set[int]:
    if not isinstance(value, list) or not all(map(_is_number, value)):
        raise Refused("bad_frame", "A list of streams must be a list of numbers.")
    return set(value)


def _stream(name) -> int:
    if not (name.isascii() and name.isdigit() and len(name) < 20 and int(name) <= MAX_POSITION):
        raise Refused("bad_frame", "The name of a stream must be its number.")
    return int(name)


def _is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_POSITION

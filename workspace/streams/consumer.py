"""The door of /live/: one connection from its handshake to its end."""

import json

from django.conf import settings
from django.utils.module_loading import import_string

from workspace.streams.admission import is_own_origin, person_of, session_key_in
from workspace.streams.hub import SESSION_ENDED, Hub
from workspace.streams.operations import Refused, perform
from workspace.streams.outlet import outlet_for
from workspace.streams.socket import Socket

PATH = "/live/"
MAX_FRAME_BYTES = 16 * 1024
BEAT_SECONDS = 1.0

JUNK = 4400
FOREIGN_ORIGIN = 4403
TOO_MANY_SOCKETS = 4409
TOO_MANY_FRAMES = 4429
TOO_BIG = 1009

_hub = None


def hub() -> Hub:
    """The hub of this process, made when its first socket opens."""
    global _hub
    if _hub is None:
        _hub = Hub()
    return _hub


async def live(scope, receive, send):
    """The ASGI application for websockets."""
    await receive()
    if scope["path"] != PATH:
        await send({"type": "websocket.close"})
        return
    # Browsers are told a close code only after the handshake, and retry for ever without one.
    await send({"type": "websocket.accept"})
    is_own, session = is_own_origin(scope), session_key_in(scope)
    if not is_own:  # perhaps a host that only the database knows
        is_own_host = import_string(settings.OWN_HOST)
        is_own = await hub().reading.run(is_own_origin, scope, is_own_host)
    outlet = outlet_for(scope, send)
    # A connection lasts for hours, and needs neither of these any more.
    del scope, send
    socket = await admitted(outlet, is_own, session)
    if socket is None:
        await until_gone(receive)
        return
    try:
        await converse(socket, receive)
    finally:
        hub().leave(socket)


async def admitted(outlet, is_own, session) -> Socket | None:
    """A socket of whoever is signed in; else the connection is closed with a code that says why."""
    if not is_own:
        return outlet.close(FOREIGN_ORIGIN)
    person = await hub().reading.run(person_of, session) if session else None
    if person is None:
        return outlet.close(SESSION_ENDED)
    socket = Socket(outlet, session, person.pk, person.language)
    if not hub().join(socket):
        return outlet.close(TOO_MANY_SOCKETS)
    socket.tell("hello", person=person.pk, beat=BEAT_SECONDS)
    return socket


async def converse(socket, receive):
    while (message := await receive())["type"] == "websocket.receive":
        if code := await answer(socket, message.get("text")):
            socket.outlet.close(code)
            hub().leave(socket)
            await until_gone(receive)
            return


async def answer(socket, text) -> int | None:
    """Do what the frame asks; a code when it is a reason to close."""
    if not socket.may_speak():
        return TOO_MANY_FRAMES
    if text is None:
        return JUNK
    if len(text.encode()) > MAX_FRAME_BYTES:
        return TOO_BIG
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return JUNK
    if not isinstance(frame, dict):
        return JUNK
    try:
        await perform(hub(), socket, frame)
    except Refused as refused:
        socket.tell("error", code=refused.code, message=refused.message, **refused.about)
    return None


async def until_gone(receive):
    while (await receive())["type"] != "websocket.disconnect":
        pass

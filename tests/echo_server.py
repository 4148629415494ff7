"""The launcher with an application that needs nothing: says back what it hears, and at
/large a hundred megabytes."""

import sys

import django

from workspace.server.launcher import Server


async def application(scope, receive, send):
    await (web if scope["type"] == "http" else live)(scope, receive, send)


async def web(scope, receive, send):
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message["body"])
        more = message["more_body"]
    headers = [[b"x-client", scope["client"][0].encode()], [b"x-scheme", scope["scheme"].encode()]]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["path"] == "/large":
        for _megabyte in range(100):
            await send({"type": "http.response.body", "body": b"x" * 2**20, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    else:
        await send({"type": "http.response.body", "body": str(size).encode()})


async def live(scope, receive, send):
    assert scope["extensions"]["beraad.connection"].transport
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] != "websocket.disconnect":
        if "text" in message:
            await send({"type": "websocket.send", "text": message["text"]})


django.setup()
Server(application, bind="127.0.0.1", port=int(sys.argv[1])).run()

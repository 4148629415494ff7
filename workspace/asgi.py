"""The two doors: HTTP and the socket."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
django.setup()

from workspace.http.handler import PooledHandler  # noqa: E402
from workspace.streams.consumer import live  # noqa: E402

http = PooledHandler()


def application(scope, receive, send):
    door = live if scope["type"] == "websocket" else http
    return door(scope, receive, send)

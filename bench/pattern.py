"""What Channels documents for a chat: a group per thread, a consumer per socket.

Nothing is stored, no rule is asked and nothing is rendered: the message goes as it came.
"""

import django
from channels.generic.websocket import AsyncWebsocketConsumer

from bench.door import serve

PATH = "/ws/thread/"


class ThreadConsumer(AsyncWebsocketConsumer):
    group = "thread"

    async def connect(self):
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, close_code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data):
        await self.channel_layer.group_send(
            self.group, {"type": "thread.message", "message": text_data}
        )

    async def thread_message(self, event):
        await self.send(text_data=event["message"])


def application():
    django.setup()
    from channels.auth import AuthMiddlewareStack
    from channels.routing import ProtocolTypeRouter, URLRouter
    from channels.security.websocket import AllowedHostsOriginValidator
    from django.urls import path

    routes = URLRouter([path(PATH[1:], ThreadConsumer.as_asgi())])
    socket = AllowedHostsOriginValidator(AuthMiddlewareStack(routes))
    return ProtocolTypeRouter({"websocket": socket})


if __name__ == "__main__":
    serve(application)

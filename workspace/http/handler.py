"""Django behind ASGI on a few long-lived threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.urls import set_script_prefix


class PooledHandler(ASGIHandler):
    """Answers each request whole on one of `threads` long-lived threads.

    Django's own handler takes a fresh thread and database connection for every request and
    hops between threads for each middleware. Ours keeps both: views and middleware are plain
    synchronous code, and never more than `threads` of them hold a database connection.
    """

    def __init__(self, threads=16):
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="http")

    async def __call__(self, scope, receive, send):
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await self.in_pool(self.respond, scope, body)
        try:
            await self.send_response(response, send)
        finally:
            if response.streaming:
                await self.in_pool(response.close)

    def in_pool(self, function, *args):
        return asyncio.get_running_loop().run_in_executor(self.pool, function, *args)

    def respond(self, scope, body) -> HttpResponse:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, response = self.create_request(scope, body)
        if request is not None:
            response = self.get_response(request)
            response._handler_class = self.__class__
        if response.streaming:
            response.streaming_content = self.stream(response.streaming_content)
        else:
            response.close()
        return response

    async def stream(self, chunks):
        """The chunks of a synchronous iterator, one at a time, each read in the pool."""
        chunks = iter(chunks)
        while (chunk := await self.in_pool(next, chunks, None)) is not None:
            yield chunk

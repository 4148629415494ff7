"""A few database threads, each with a connection that it keeps."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections


class Pool:
    def __init__(self, threads, name):
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def run(self, function, *args):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, _connected, function, args)


def _connected(function, args):
    # Replaces a connection that broke during an earlier call.
    close_old_connections()
    return function(*args)

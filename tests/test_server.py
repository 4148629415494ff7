"""The launcher, with real sockets: how it ends, and what it does not let in."""

import asyncio
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import websockets
from django.conf import settings

from tests.servers import PATIENCE, Port

pytestmark = [pytest.mark.once, pytest.mark.live]
# Daphne by itself would wait for ten seconds for each listener.
SOON = 8


@pytest.fixture
def port():
    place = Port()
    yield place.number
    place.free()


@pytest.fixture
def start(port):
    """Start a server that says back what it hears; it is ended after the test."""
    started = []

    def start(*command, **environment):
        process = subprocess.Popen(
            [sys.executable, "-m", *(command or ("tests.echo_server", str(port)))],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "workspace.settings"} | environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def server(start, port):
    process = start()
    wait_for(port)
    return process


def wait_for(port):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


def ask(port, **request):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with suppress(OSError):  # it may be refused before all of it was sent
        connection.request("POST", "/", **request)
    response = connection.getresponse()
    return response, response.read()


async def sockets(port, number):
    url = f"ws://127.0.0.1:{port}/"
    return [await websockets.connect(url, open_timeout=PATIENCE) for _ in range(number)]


def finished(coroutine):
    """Its result, from a thread of its own: the browser tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.mark.alone
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_with_fifty_sockets_open(server, port, number):
    async def end_among_listeners():
        listeners = await sockets(port, 50)
        began = time.monotonic()
        server.send_signal(number)
        for listener in listeners:
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await listener.recv()
            assert closed.value.rcvd.code == 1012  # "come back soon"
        return began

    began = finished(end_among_listeners())
    _, errors = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert time.monotonic() - began < SOON
    assert "Traceback" not in errors


@pytest.mark.alone
def test_listeners_that_no_longer_answer_do_not_keep_it(server, port):
    async def end_among_the_dead():
        listeners = await sockets(port, 5)
        server.terminate()
        server.communicate(timeout=SOON)  # blocks our own loop, so nobody answers
        return listeners

    finished(end_among_the_dead())
    assert server.returncode == 0


def test_a_frame_that_is_too_large_closes_that_socket_only(server, port):
    async def send_too_much():
        greedy, modest = await sockets(port, 2)
        await greedy.send("x" * 16_000)
        assert len(await greedy.recv()) == 16_000
        await greedy.send("x" * 70_000)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await greedy.recv()
        await modest.send("still here")
        assert await modest.recv() == "still here"
        return closed.value.rcvd.code

    assert finished(send_too_much()) == 1009


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(server, port):
    size = str(settings.MAX_REQUEST_BYTES + 1)
    response, body = ask(port, headers={"Content-Length": size, "Expect": "100-continue"})
    assert response.status == 413
    assert b"Too large" in body


def test_a_body_that_does_not_say_its_size_is_cut_off_at_the_limit(start, port):
    start(MAX_UPLOAD_BYTES="0")  # which leaves 2 MB for the rest of a form
    wait_for(port)
    megabytes = (b"x" * 2**20 for _ in range(50))
    response, _ = ask(port, body=megabytes, encode_chunked=True)
    assert response.status == 413


def test_a_body_within_the_limit_arrives_whole(server, port):
    response, body = ask(port, body=b"x" * 3_000_000)
    assert (response.status, body) == (200, b"3000000")


def test_who_reads_slowly_costs_no_memory_and_gets_all_of_it(server, port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.connect()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    before = memory(server)
    connection.request("GET", "/large")
    response = connection.getresponse()
    received = len(response.read(2**20))
    assert memory(server) - before < 30 * 2**20
    while block := response.read(2**20):
        received += len(block)
    assert received == 100 * 2**20
    assert memory(server) - before < 30 * 2**20
    connection.request("POST", "/", body=b"abc")
    assert connection.getresponse().read() == b"3"


def memory(process):
    """The most bytes that a process ever had."""
    status = (Path("/proc") / str(process.pid) / "status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


FORWARDED = {"X-Forwarded-For": "10.0.0.9, 203.0.113.7", "X-Forwarded-Proto": "https"}


def test_forwarded_headers_are_not_believed(server, port):
    response, _ = ask(port, headers=FORWARDED)
    assert response.headers["x-client"] == "127.0.0.1"
    assert response.headers["x-scheme"] == "http"


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(start, port):
    start(PROXY="1")
    wait_for(port)
    response, _ = ask(port, headers=FORWARDED)
    assert response.headers["x-client"] == "203.0.113.7"
    assert response.headers["x-scheme"] == "https"


def test_a_port_that_is_taken_is_said_in_one_sentence(server, start, port):
    second = start()
    _, errors = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert f"Cannot listen on 127.0.0.1 port {port}" in errors
    assert "Traceback" not in errors

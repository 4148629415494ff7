"""A page of another site, in a browser in which someone is signed in here, does nothing here: it
opens no socket, and its forms are refused."""

import re
from http.client import HTTPConnection

import pytest
from websockets.exceptions import InvalidStatus

from tests.servers import PATIENCE

pytestmark = pytest.mark.once

FOREIGN_ORIGIN, SESSION_ENDED = 4403, 4401

FOREIGN = {
    "other host": "http://elders.example:{port}",
    "other port": "http://localhost:1",
    "no port": "http://localhost",
    "other scheme": "https://localhost:{port}",
    "scheme of sockets": "ws://localhost:{port}",
    "sibling": "http://elders.localhost:{port}",
    "parent": "http://host:{port}",
    "ours as a part of theirs": "http://localhost.elders.example:{port}",
    "ours as an end of theirs": "http://elderslocalhost:{port}",
    "ours as a user name": "http://localhost:{port}@elders.example",
    "other name of this machine": "http://127.0.0.1:{port}",
    "this machine in IPv6": "http://[::1]:{port}",
    "dot at the end": "http://localhost.:{port}",
    "path behind it": "http://localhost:{port}/",
    "two origins": "http://localhost:{port} http://elders.example",
    "two with a comma": "http://localhost:{port}, http://elders.example",
    "null": "null",
    "empty": "",
    "file": "file://",
    "extension": "chrome-extension://abcdefghijklmnop",
    "white space": " ",
    "not a url": "localhost:{port}",
    "letters that look alike": "http://\u04cfocalhost:{port}",
}


@pytest.fixture(params=FOREIGN)
def foreign(request, server):
    return FOREIGN[request.param].format(port=server.port)


@pytest.fixture
def page(server, session):
    """`page(daan)` asks as Daan's browser does: `page.get(path)`, `page.post(path, Origin=…)`."""
    return lambda person: Page(server, person and session(person))


class Page:
    def __init__(self, server, key):
        self.server = server
        self.cookies = {"session": key} if key else {}
        self.token = ""

    def ask(self, method, path, body=None, **headers):
        connection = HTTPConnection("localhost", self.server.port, timeout=PATIENCE)
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.text = response.read().decode()
        return response

    def open(self, path="/"):
        """As a person does: the page brings a cookie and a token."""
        response = self.ask("GET", path)
        if cookie := re.search("csrf=([^;]+)", response.headers.get("Set-Cookie", "")):
            self.cookies["csrf"] = cookie[1]
        self.token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', response.text)[1]
        return self

    def post(self, path, fields, **headers):
        body = f"{fields}&csrfmiddlewaretoken={self.token}"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, **form, **headers)


def test_a_foreign_page_opens_no_socket(tab, server, daan, foreign):
    try:
        code = tab(daan, origin=foreign.encode().decode("latin-1")).closed()
    except (InvalidStatus, ValueError):
        return
    assert code == FOREIGN_ORIGIN


def test_without_an_origin_there_is_no_socket(tab, server, daan):
    assert tab(daan, origin=None).closed() == FOREIGN_ORIGIN


def test_a_foreign_origin_is_told_so_before_anything_about_the_session(tab, server):
    assert tab(None, origin="http://elders.example").closed() == FOREIGN_ORIGIN
    assert tab(None).closed() == SESSION_ENDED


def test_our_own_page_opens_one(tab, daan):
    assert tab(daan).told("hello")["person"] == daan.pk


@pytest.mark.parametrize("sort", [sort for sort, origin in FOREIGN.items() if origin])
def test_a_form_of_a_foreign_page_is_refused(page, server, daan, sort, mobility):
    """Even with a token: as when it was read from somewhere."""
    daans = page(daan).open(f"/threads/{mobility.pk}/")
    header = FOREIGN[sort].format(port=server.port).encode().decode("latin-1")
    answer = daans.post(f"/threads/{mobility.pk}/messages/", "body=hoi", Origin=header)
    assert answer.status == 403
    assert mobility.messages.count() == 1


def test_a_form_of_our_own_page_is_taken(page, server, daan, mobility):
    daans = page(daan).open(f"/threads/{mobility.pk}/")
    answer = daans.post(f"/threads/{mobility.pk}/messages/", "body=hoi", Origin=server.url)
    assert answer.status == 302
    assert mobility.messages.count() == 2


@pytest.mark.parametrize("token", ["", "x" * 64, "a" * 32])
def test_a_form_with_a_token_that_is_not_ours_is_refused(page, server, daan, mobility, token):
    daans = page(daan).open(f"/threads/{mobility.pk}/")
    daans.token = token
    answer = daans.post(f"/threads/{mobility.pk}/messages/", "body=hoi", Origin=server.url)
    assert answer.status == 403
    assert mobility.messages.count() == 1


def test_a_token_of_one_browser_is_no_token_in_another(page, server, daan, carla, mobility, square):
    daans, carlas = page(daan).open(f"/threads/{mobility.pk}/"), page(carla).open("/groups/")
    daans.token = carlas.token
    answer = daans.post(f"/threads/{mobility.pk}/messages/", "body=hoi", Origin=server.url)
    assert answer.status == 403


@pytest.mark.parametrize("host", ["elders.example", "localhost.elders.example", "localhost@elders"])
def test_a_host_that_is_not_ours_gets_no_page(page, server, daan, host):
    """Nor a link in a mail that leads to it."""
    answer = page(daan).ask("GET", "/accounts/password/reset/", Host=host)
    assert answer.status == 400
    assert host not in answer.text


def test_no_page_of_ours_may_be_read_by_another_site(page, server, daan, mobility):
    headers = page(daan).ask("GET", f"/threads/{mobility.pk}/", Origin="http://elders.example")
    assert not [name for name in headers.headers if name.lower().startswith("access-control")]
    assert headers.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers.headers["X-Frame-Options"] == "DENY"


def test_the_cookies_go_with_no_form_of_another_site(page, server):
    answer = page(None).ask("GET", "/accounts/login/")
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert "SameSite=Lax" in cookie

"""A real server and real browsers. `window(anna)` is a browser in which Anna is signed in."""

import os
import shutil

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import expect, sync_playwright

from groups.sessions import SessionStore
from tests.servers import Server

# Playwright keeps an event loop in this thread, in which nothing of Django runs.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
PATIENCE = 90_000  # ms, when the machine is busy
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium():
    if reason := os.environ.get("NO_BROWSER"):
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            chromium_sandbox=os.geteuid() != 0,
            timeout=PATIENCE,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        server = Server(DEBUG="1", LOG_LEVEL="WARNING")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running, transactional_db):
    """Stopped by a test, it is there again for the next."""
    yield running
    if running.process.poll() is not None:
        running.start()


@pytest.fixture
def window(chromium, server):
    """`window(anna)` opens a page; after the test nothing may have gone wrong in any of them."""
    contexts, troubles = [], []

    def window(person=None, **options):
        context = chromium.new_context(
            base_url=server.url, locale="nl-NL", reduced_motion="reduce", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person:
            context.add_cookies([session_cookie(person, server.url)])
        page = context.new_page()
        page.troubles = troubles
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error.stack or error}"))
        page.on("console", lambda message: note(message, page, troubles))
        return page

    window.troubles = troubles
    yield window
    for context in contexts:
        context.close()
    assert not troubles


def note(message, page, troubles):
    """What a browser complains of, except what tests do on purpose: take the network away, send
    what is refused, and ask for something else before the answer is there."""
    expected = (
        "net::ERR_", "htmx:sendError", "htmx:sendAbort", "htmx:afterRequest", "WebSocket",
        "status of 422",
    )  # fmt: skip
    if message.type == "error" and not any(words in message.text for words in expected):
        troubles.append(f"{page.url}: {message.text}")


def session_cookie(person, url):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


@pytest.fixture
def reading(window):
    """`reading(anna, thread)` is Anna's window with the thread open, whole and live."""

    def reading(person, thread, query="", **options):
        page = window(person, **options)
        page.goto(thread.get_absolute_url() + query)
        expect(page.locator("#panel > *").first).to_be_attached()
        expect(page.locator("#connection")).to_have_attribute("data-state", "live")
        return page

    return reading

"""The world is built once; every question to it is taken back."""

from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import caches
from django.db import transaction
from django.test import Client, override_settings

from groups.sessions import SessionStore
from tests.matrix.world import World

KEPT = "django.core.files.storage.FileSystemStorage"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    storages = {
        "default": {
            "BACKEND": KEPT,
            "OPTIONS": {"location": tmp_path_factory.mktemp("files"), "base_url": None},
        },
        "staticfiles": {"BACKEND": PLAIN},
    }
    about = {
        "STORAGES": settings.STORAGES | storages,
        "TEMPLATES": without_sidebar(),
        "FLOOD_LIMITS": False,
        "OUTBOX": False,
    }
    caches["fragments"].clear()
    with django_db_blocker.unblock(), override_settings(**about), taken_back():
        world = World()
        world.client = Client(raise_request_exception=False)
        # What each gets where there is nothing, by (method, role, address).
        world.absent = {}
        world.sessions = {role: session(person) for role, person in world.people.items()}
        yield world
    caches["fragments"].clear()


def without_sidebar():
    """Thousands of pages: each without the list of one's groups, which other tests look at."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].remove("conversations.sidebar.sidebar")
    return templates


def session(person):
    if not person.is_authenticated:
        return None
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return store.session_key


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ask(world):
    """`ask("member", "GET", "/", {…})`: the answer; nothing of it stays."""

    def ask(role, method, address, data=None, **headers):
        client = world.client
        client.cookies.clear()
        if world.sessions[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
        with taken_back():
            response = getattr(client, method.lower())(address, data or {}, headers=headers)
            response.whole = b"".join(response)
        return response

    return ask

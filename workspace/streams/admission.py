"""Who may open a socket: a signed-in person, from a page of this site."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils.crypto import constant_time_compare

SCHEMES = {"ws": "http", "wss": "https"}


def is_own_origin(scope, is_own_host=None) -> bool:
    """Whether the Origin header names the page's own scheme, host and port, or one of
    `LIVE_ORIGINS`. A browser always sends it; without it the answer is no. `is_own_host` judges
    the Host header; without it `ALLOWED_HOSTS` do."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1").lower()
    if origin in settings.LIVE_ORIGINS:
        return True
    host = headers.get(b"host", b"").decode("latin-1").lower()
    is_the_same = origin == f"{SCHEMES[scope.get('scheme', 'ws')]}://{host}"
    return is_the_same and (is_own_host or is_allowed_host)(host)


def is_allowed_host(host) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def session_key_in(scope) -> str | None:
    headers = dict(scope["headers"])
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    return cookies.get(settings.SESSION_COOKIE_NAME)


def person_of(session_key):
    """The person who is signed in with this session, or None. As `django.contrib.auth.get_user`
    does, but a socket changes nothing in the session."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    if store.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    person = get_user_model().objects.filter(pk=store[SESSION_KEY], is_active=True).first()
    if person is None:
        return None
    known = store.get(HASH_SESSION_KEY, "")
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return person if any(constant_time_compare(known, each) for each in hashes) else None

"""A group of a thousand people, each signed in, filled through the models' own verbs."""

from functools import cache
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from conversations.models import Thread
from groups.models import Group, Organisation, Person
from groups.sessions import SessionStore

PEOPLE = 1000
GROUP = "De meting"


@cache
def group() -> Group:
    """The group and its people, made when they are first asked for."""
    return Group.objects.filter(name=GROUP).first() or made()


@transaction.atomic
def made():
    town = Organisation.objects.create(name="Gemeente Rivierstad")
    owner = Person.objects.create_user("p0@bench.example", "Persoon 0", organisation=town)
    group = Group.objects.open_by(owner, GROUP)
    for number in range(1, PEOPLE):
        person = Person.objects.create_user(
            f"p{number}@bench.example", f"Persoon {number}", organisation=town
        )
        group.admit(person)
    return group


def people(number):
    return list(group().members.select_related("stream").order_by("pk")[:number])


@transaction.atomic
def cookies(people):
    """A session for each of them, as signing in makes it."""
    return [f"{settings.SESSION_COOKIE_NAME}={signed_in(person)}" for person in people]


def signed_in(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


def thread(subject) -> Thread:
    author = people(1)[0]
    return Thread.objects.start(group(), author, subject, "Begin", client_id=str(uuid4()))

"""A small fixed cast: a municipality, a ministry, a water authority, and an outside expert.

Anna owns the group Water, Daan moderates it, Samira is a member, Carla is not.
"""

import gc

import hypothesis
import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TransactionTestCase

from conversations.models import Thread
from conversations.models.posting import Draft
from groups.models import Group, Organisation, Person, Role
from tests import database

PASSWORD = "het-water-staat-hoog"

# Each run tries the same examples and waits for slow ones; `--hypothesis-profile=default` seeks.
hypothesis.settings.load_profile("ci")


def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("newcomer") is None)


def pytest_collection_finish():
    """What there is now stays: collecting garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_use_migrations):
    if django_db_use_migrations:
        database.copied_when_it_is_there(connection.creation)
    TransactionTestCase._fixture_teardown = database.empty


@pytest.fixture(autouse=True)
def plain_static_files(settings, tmp_path):
    """Tests need no collected static files, keep mail to themselves, and hash passwords fast."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True  # or each client looks at all of them when it is made
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def person(name, organisation):
    address = f"{name.split()[0].lower()}@voorbeeld.nl"
    organisation, _created = Organisation.objects.get_or_create(name=organisation)
    return Person.objects.create_user(address, name, PASSWORD, organisation=organisation)


@pytest.fixture
def anna(db):
    return person("Anna Bakker", "Gemeente Rivierstad")


@pytest.fixture
def daan(db):
    return person("Daan Kuipers", "Waterschap Laagland")


@pytest.fixture
def samira(db):
    return person("Samira Öztürk", "Ministerie van Ruimte")


@pytest.fixture
def carla(db):
    return person("Carla de Wit", "Adviesbureau De Wit")


@pytest.fixture
def water(anna, daan, samira):
    group = Group.objects.open_by(anna, "Water in de wijk")
    group.admit(daan, role=Role.MODERATOR)
    group.admit(samira)
    return group


@pytest.fixture
def square(anna, daan):
    """An open group."""
    group = Group.objects.open_by(
        anna, "Het plein", reading="signed_in", joining="open", listed=True
    )
    group.admit(daan)
    return group


@pytest.fixture
def mobility(water, anna):
    return Thread.objects.start(
        water, anna, "Fietsen langs de singel", "Wie kijkt er mee?", client_id="first"
    )


@pytest.fixture
def signed_in(db, settings):
    def client_of(person, **extra):
        client = Client(**extra)
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
        return client

    return client_of


@pytest.fixture
def say(db):
    """`say(thread, person, "words")` posts; each call is a new message."""
    counter = iter(range(10**6))

    def say(thread, person, words, **more):
        return thread.post(person, words, client_id=f"say-{next(counter)}", **more)

    return say


@pytest.fixture
def say_all(db):
    """`say_all(thread, person, many words)` posts them in one transaction."""
    counter = iter(range(10**6))

    def say_all(thread, person, many):
        drafts = [Draft(person, words, f"say-all-{next(counter)}") for words in many]
        thread.post_all(drafts)
        return [draft.outcome for draft in drafts]

    return say_all


@pytest.fixture(autouse=True)
def forget_fragments():
    """Forgets what was rendered, as after a restart: keys begin anew in each test."""
    caches["fragments"].clear()
    return caches["fragments"].clear


@pytest.fixture
def files(settings, tmp_path):
    """The folder in which uploads are kept."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    return tmp_path / "files"


def upload(name="plan.odt", content=b"inhoud"):
    return SimpleUploadedFile(name, content)

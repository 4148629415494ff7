"""The house itself: what every page carries, what stands apart, what is complete."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from conversations.kinds import outcome_kinds
from tests import database

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)


@pytest.mark.django_db
def test_every_page_forbids_scripts_and_frames_of_others(client):
    headers = client.get(reverse("account_login")).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_the_process_says_whether_it_lives_and_can_work(client):
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").json() == {"problems": {}}


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_not_ready(client):
    recorder = MigrationRecorder(connection)
    latest = recorder.migration_qs.filter(app="conversations").latest("pk")
    recorder.record_unapplied("conversations", latest.name)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "database" in response.json()["problems"]


@pytest.mark.django_db
def test_the_log_names_the_page_and_the_person_and_never_what_was_said(
    signed_in, samira, mobility, caplog
):
    with caplog.at_level("INFO"):
        signed_in(samira).post(reverse("post", args=[mobility.pk]), {"body": "Geheimwoord"})
    [line] = [record for record in caplog.records if record.name == "beraad.request"]
    assert line.getMessage() == "POST threads/<int:pk>/messages/ 302"
    assert line.person == samira.pk
    assert "Geheimwoord" not in caplog.text
    assert samira.email not in caplog.text


LAW_8 = """
import django
from django.conf import settings
from workspace import settings as ours
from sys import argv

gone = argv[1]
about = {name: getattr(ours, name) for name in dir(ours) if name.isupper()}
about["INSTALLED_APPS"] = [app for app in ours.INSTALLED_APPS if app != gone]
settings.configure(**about)
django.setup()

from django.core.management import call_command
from django.test import Client
from conversations.kinds import outcome_kinds
from conversations.models import Message, Thread
from conversations.search import indexing
from groups.models import Group, Person

call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)
person = Person.objects.create_user("a@voorbeeld.nl", "Anna")
group = Group.objects.open_by(person, "Water")
thread = Thread.objects.start(group, person, "Hoi", "tekst", client_id="1")
first = thread.messages.all()
for kind, config in outcome_kinds().items():
    config.outcomes.grow(thread, person, title="Rekken", client_id=kind, sources=first)
# What an app leaves behind that was there: a card, a source of it, and a notice.
left = thread.post(person, "Rekken bij het station", client_id="left")
Message.objects.filter(pk=left.pk).update(outcome_kind="gone", grown=[{"kind": "gone", "pk": 1}])
thread.notice(person, "closed", outcome="gone", pk=1, title="Rekken")
indexing.catch_up()

client = Client(HTTP_HOST="localhost")
client.force_login(person, "groups.backends.PersonBackend")
panel = f"{thread.get_absolute_url()}panel/"
paths = ["/", "/groups/", "/search/?q=rekken", thread.get_absolute_url(), panel]
for config in outcome_kinds().values():
    paths.append(config.outcomes.get().get_absolute_url())
for path in paths:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
page = client.get(thread.get_absolute_url()).content.decode()
assert "bij het station" in page
assert "Anna: <bdi>Rekken</bdi>" in page
assert client.get(f"/{gone.rpartition('.')[2]}/").status_code == 404
"""


@pytest.mark.parametrize("gone", [config.name for config in outcome_kinds().values()])
def test_each_kind_of_outcome_can_be_taken_away_and_the_rest_still_runs(
    django_db_setup, tmp_path, gone
):
    # As where it was taken away: its tables are there still.
    made = database.SQLite()
    if made.exists():
        made.copy_to(tmp_path / "beraad.sqlite3")
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DEVELOPMENT": "1",
        "DEBUG": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", LAW_8, gone], cwd=ROOT, env=environment, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.skipif(not shutil.which("xgettext"), reason="Debian's gettext is not installed")
def test_every_text_of_the_interface_has_its_dutch_words(tmp_path):
    house = tmp_path / "house"
    house.mkdir()
    for name in ("workspace", "groups", "conversations", "documents", "templates", "locale"):
        shutil.copytree(ROOT / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "nl", "--no-location"],
        cwd=house,
        check=True,
        capture_output=True,
    )
    catalogue = polib.pofile(str(house / "locale/nl/LC_MESSAGES/django.po"))
    lacking = [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]
    assert lacking == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert len(catalogue) > 100


def test_a_dutch_text_keeps_the_names_that_are_filled_in():

    for entry in polib.pofile(str(ROOT / "locale/nl/LC_MESSAGES/django.po")):
        names = set(re.findall(r"%\(\w+\)s", entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not text or set(re.findall(r"%\(\w+\)s", text)) <= names, entry.msgid

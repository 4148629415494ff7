"""The database of the tests: migrated once and copied for each process, emptied without ado."""

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

# Not what a test made, and processes remember its keys.
KEPT = {"django_content_type", "auth_permission", "django_migrations"}


def copied_when_it_is_there(creation):
    """Makes of Django's way to a test database one that migrates the first only: later ones, of
    other processes and later runs, are copies, as long as no migration changes."""
    migrate = creation.create_test_db

    def create_test_db(**options):
        if options.get("keepdb"):
            return migrate(**options)
        name = creation._get_test_db_name()
        with one_at_a_time():
            made = SQLite() if connection.vendor == "sqlite" else PostgreSQL()
            if made.exists():
                made.copy_to(name)
                settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
            else:
                migrate(**options)
                connection.close()
                made.copy_from(name)
        # SQLite is asked once in each process: not among the queries of the test that comes first.
        assert connection.features.supports_json_field
        return name

    creation.create_test_db = create_test_db


@contextmanager
def one_at_a_time():
    with (settings.DATA_DIR / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fingerprint():
    """Of all migrations that there are, other people's too."""
    whole = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            whole.update(str(file).encode() + file.read_bytes())
    return whole.hexdigest()[:16]


class SQLite:
    def __init__(self):
        self.path = settings.DATA_DIR / f"migrated_{fingerprint()}.sqlite3"

    def exists(self):
        return self.path.exists()

    def copy_to(self, name):
        connection.close()
        for more in ("-wal", "-shm"):
            Path(f"{name}{more}").unlink(missing_ok=True)
        shutil.copy(self.path, name)

    def copy_from(self, name):
        for old in settings.DATA_DIR.glob("migrated_*"):
            old.unlink()
        shutil.copy(name, f"{self.path}.new")
        Path(f"{self.path}.new").rename(self.path)


class PostgreSQL:
    def __init__(self):
        self.name = f"migrated_{fingerprint()}"

    def exists(self):
        return self.name in self.names()

    def copy_to(self, name):
        connection.close()
        self.run(
            f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"'
        )

    def copy_from(self, name):
        self.run(*(f'DROP DATABASE "{old}"' for old in self.names()))
        self.run(f'CREATE DATABASE "{self.name}" TEMPLATE "{name}"')

    def names(self):
        with connection._nodb_cursor() as cursor:
            cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'migrated\_%'")
            return [name for (name,) in cursor.fetchall()]

    def run(self, *statements):
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def empty(_test):
    """What a test committed is gone. Django's own way, `flush`, writes every table, and permissions
    that nothing here uses; nearly all are empty."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(filled())
        for (table,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608


@cache
def filled():
    """The question which tables have rows."""
    tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    tables.add(settings.CACHES["default"]["LOCATION"])  # how often someone tried to sign in
    each = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM \"{0}\")"
    return " UNION ALL ".join(each.format(table) for table in sorted(tables))

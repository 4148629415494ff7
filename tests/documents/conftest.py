"""`file(content)` makes a document of it; `prepare()` does the work that waits."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.incoming import Incoming
from documents.models import Document, Version
from documents.preparing import prepare_version


@pytest.fixture
def incoming(files):
    def incoming(content=b"Eerste versie", name="plan.txt"):
        return Incoming.of(SimpleUploadedFile(name, content))

    return incoming


@pytest.fixture
def file(incoming, mobility, samira):
    """`file(content)` is a document in `mobility` by Samira; each call makes another."""
    counter = iter(range(10**6))

    def file(content=b"Eerste versie", name="plan.txt", thread=mobility, by=samira, **about):
        about = {"title": "Fietsplan", "client_id": f"file-{next(counter)}"} | about
        return Document.objects.file(thread, by, incoming(content, name), **about)

    return file


@pytest.fixture
def replace(incoming):
    counter = iter(range(10**6))

    def replace(document, by, content, name="plan.txt"):
        return document.replace(by, incoming(content, name), client_id=f"v-{next(counter)}")

    return replace


@pytest.fixture
def prepare(db):
    def prepare():
        for version in Version.objects.filter(prepared_at=None).select_related("document"):
            prepare_version(version)

    return prepare

"""Sending a file in pieces, going on where it was, and never twice."""

import io
import tracemalloc
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from documents import tasks
from documents.child import MB
from documents.incoming import Incoming
from documents.models import Document, Unfit, Upload
from documents.models.upload import MAX_OPEN, TooManyUploads, WrongOffset
from groups import access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


@pytest.fixture
def begin(mobility, samira):
    def begin(size=10, name="plan.txt", by=samira):
        return Upload.begin(by, mobility, name, size)

    return begin


def send(upload, offset, piece):
    upload.receive(offset, io.BytesIO(piece), len(piece))


def test_pieces_become_a_file_and_the_file_a_document(begin, mobility, samira):
    upload = begin()
    send(upload, 0, b"01234")
    send(upload, 5, b"56789")
    assert upload.is_complete
    document = Document.objects.file(
        mobility, samira, Incoming.of_upload(upload), title="Plan", client_id="a"
    )
    assert document.current.open().read() == b"0123456789"
    assert document.current.name == "plan.txt"
    assert not Upload.objects.exists()


def test_a_piece_at_the_wrong_offset_is_told_the_right_one_and_changes_nothing(begin):
    upload = begin()
    send(upload, 0, b"0123")
    for offset in (0, 3, 5):
        with pytest.raises(WrongOffset) as refusal:
            send(upload, offset, b"xx")
        assert refusal.value.offset == 4
    assert default_storage.open(upload.file).read() == b"0123"
    with pytest.raises(ValueError, match="more than was announced"):
        send(upload, 4, b"4567890")


def test_a_piece_that_was_cut_off_counts_as_far_as_it_came(begin):
    upload = begin()
    upload.receive(0, io.BytesIO(b"012"), 8)
    assert upload.offset == 3
    send(upload, 3, b"3456789")
    assert default_storage.open(upload.file).read() == b"0123456789"


def test_two_windows_that_send_the_same_file_do_not_mix(begin):
    """They hold the same upload: who comes second is told how far it is."""
    first = begin()
    second = Upload.objects.get(pk=first.pk)
    send(first, 0, b"01234")
    with pytest.raises(WrongOffset):
        send(second, 0, b"01234")
    send(second, 5, b"56789")
    assert default_storage.open(first.file).read() == b"0123456789"


def test_an_upload_becomes_one_thing(begin, mobility, samira):
    upload = begin(1)
    send(upload, 0, b"0")
    once, again = Incoming.of_upload(upload), Incoming.of_upload(upload)
    Document.objects.file(mobility, samira, once, title="Plan", client_id="a")
    with pytest.raises(Unfit):
        Document.objects.file(mobility, samira, again, title="Plan", client_id="b")
    assert Document.objects.get().current.open().read() == b"0"


def test_who_may_not_write_sends_nothing_and_nobody_keeps_many_open(begin, carla):
    with pytest.raises(access.MayNot):
        begin(by=carla)
    for _open in range(MAX_OPEN):
        begin(1)
    with pytest.raises(TooManyUploads):
        begin(1)


def test_after_a_day_without_a_piece_it_is_thrown_away(begin):
    upload = begin()
    send(upload, 0, b"01234")
    tasks.forget_upload.call(str(upload.pk))
    assert Upload.objects.exists()
    Upload.objects.update(touched_at=timezone.now() - timedelta(days=1))
    tasks.forget_upload.call(str(upload.pk))
    assert not Upload.objects.exists()
    assert not default_storage.exists(upload.file)
    tasks.forget_upload.call(str(upload.pk))


# Through the door


@pytest.fixture
def door(signed_in, mobility, samira):
    client = signed_in(samira)

    class Door:
        def begin(self, name="plan.txt", size=10):
            return client.post(
                reverse("upload_new", args=[mobility.pk]), {"name": name, "size": size}
            )

        def send(self, url, offset, piece):
            kind = "application/offset+octet-stream"
            headers = {"Upload-Offset": str(offset)}
            return client.patch(url, piece, content_type=kind, headers=headers)

        def ask(self, url):
            return client.get(url)

        def save(self, **fields):
            return client.post(reverse("document_new", args=[mobility.pk]), fields)

    return Door()


@pytest.mark.once
def test_the_door_speaks_as_tus_does(door, signed_in, anna):
    begun = door.begin()
    about = begun.json()
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    assert door.send(about["url"], 0, b"01234").json()["offset"] == 5
    assert door.send(about["url"], 0, b"01234").status_code == 409
    assert door.ask(about["url"]).json()["offset"] == 5
    assert door.send(about["url"], 5, b"x" * 6).status_code == 400
    assert door.send(about["url"], "-1", b"x").status_code == 400
    assert signed_in(anna).get(about["url"]).status_code == 404
    saved = door.save(upload=about["id"], title="Half")
    assert saved.status_code == 422
    assert 'value="Half"' in saved.content.decode()
    door.send(about["url"], 5, b"56789")
    assert door.save(upload=about["id"], client_id="een").status_code == 302
    assert door.save(upload=about["id"], client_id="een").status_code == 302
    assert door.save(upload=about["id"], client_id="twee").status_code == 422
    assert Document.objects.get().title == "plan"


@pytest.mark.once
@pytest.mark.parametrize(
    "name, size", [("plan.exe", 5), ("", 0), ("a.txt", 0), ("a.txt", 10**12), ("a.txt", "x" * 99)]
)
def test_what_no_document_can_be_is_refused_before_it_is_sent(door, name, size):
    begun = door.begin(name, size)
    assert begun.status_code == 422
    assert begun.json()["refusal"]


@pytest.mark.once
def test_a_program_in_pieces_is_refused_when_it_is_there(door):
    about = door.begin("plan.txt", 4).json()
    door.send(about["url"], 0, b"MZ\0\0")
    assert door.save(upload=about["id"]).status_code == 422
    assert not Document.objects.exists()


@pytest.mark.once
def test_over_quota_says_what_is_left_and_keeps_what_was_filled_in(door, settings):
    settings.GROUP_QUOTA_BYTES = 5
    assert "5" in door.begin(size=6).json()["refusal"]
    file = io.BytesIO(b"zeven..")
    file.name = "plan.txt"
    saved = door.save(file=file, title="Fietsplan")
    assert saved.status_code == 422
    assert 'value="Fietsplan"' in saved.content.decode()


@pytest.mark.once
def test_a_large_file_costs_no_memory(begin, mobility, samira):
    """200 MB through the model; the door and the server are measured in bench/."""
    piece = b"\0" * 4 * MB
    tracemalloc.start()
    upload = begin(200 * MB)
    for offset in range(0, 200 * MB, len(piece)):
        send(upload, offset, piece)
    Document.objects.file(mobility, samira, Incoming.of_upload(upload), title="Film", client_id="a")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30 * MB

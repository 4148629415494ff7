"""A document is a file with versions, of which none ever changes."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from conversations.models import Attachment, Thread
from documents.incoming import Incoming
from documents.models import Document, Frozen, OverQuota, Unfit, Upload, Version
from documents.models.quota import used
from groups import access
from groups.models import Group
from workspace.streams.models import locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(mobility, daan):
    """The card of a decision, as the conversation knows it."""
    with locked(mobility.stream):
        return mobility.append_card(
            daan, "We doen het", client_id="besluit", via="web", kind="decision"
        )


def test_a_file_becomes_the_first_version_of_a_document(file, mobility, samira):
    document = file(b"Het plan", "../geheim/plan.md", title="Fietsplan", body="Lees maar")
    version = document.current
    assert (version.number, version.author, version.name) == (1, samira, "plan.md")
    assert version.sha256 == hashlib.sha256(b"Het plan").hexdigest()
    assert (version.content_type, version.size) == ("text/plain", 8)
    assert default_storage.open(version.file).read() == b"Het plan"
    assert ".." not in version.file
    assert "plan" not in version.file
    assert mobility.messages.last() == document.message


def test_the_same_click_twice_makes_one_document_and_keeps_one_file(file, files):
    first, again = file(client_id="twice"), file(client_id="twice")
    assert first == again
    assert Version.objects.count() == 1
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_a_new_version_is_told_and_the_one_before_it_stays(file, replace, daan, mobility):
    document = file(b"een")
    replace(document, daan, b"twee")
    assert [version.number for version in document.versions.all()] == [2, 1]
    assert [version.open().read() for version in document.versions.all()] == [b"twee", b"een"]
    notice = mobility.messages.last().notice
    assert (notice["verb"], notice["number"]) == ("replaced", 2)
    document.refresh_from_db()
    assert document.current.author == daan


def test_the_same_new_version_twice_is_one(file, incoming, daan):
    document = file()
    for _click in range(2):
        document.replace(daan, incoming(b"twee"), client_id="klik")
    assert document.versions.count() == 2


def test_nothing_of_a_version_changes(file):
    version = file().current
    version.name = "anders.txt"
    for fields in ({}, {"update_fields": ["name"]}, {"update_fields": ["text", "sha256"]}):
        with pytest.raises(Frozen):
            version.save(**fields)


def test_restoring_makes_a_version_with_the_old_content_and_takes_no_room(
    file, replace, samira, water
):
    document = file(b"een")
    replace(document, samira, b"twee!")
    room = used(water)
    restored = document.restore(samira, document.versions.get(number=1))
    assert (restored.number, restored.restores.number) == (3, 1)
    assert restored.open().read() == b"een"
    assert used(water) == room == len(b"een") + len(b"twee!")
    with pytest.raises(Unfit):
        document.restore(samira, restored)


def test_an_adopted_version_names_its_decision_and_is_adopted_once(
    file, replace, decision, samira, anna, mobility
):
    document = file(b"een")
    document.adopt(samira, document.versions.get(number=1), decision)
    document.refresh_from_db()
    assert document.is_adopted
    assert document.current.adoption.decision == decision
    assert mobility.messages.last().notice["decision"] == decision.pk
    with pytest.raises(Unfit):
        document.adopt(samira, document.versions.get(number=1), decision)
    replace(document, anna, b"twee")
    document.refresh_from_db()
    assert (document.is_adopted, document.adopted.number, document.tone) == (False, 1, "open")


def test_only_a_decision_of_the_conversation_adopts(file, decision, mobility, water, samira, daan):
    document = file()
    version = document.current
    with pytest.raises(Unfit):
        document.adopt(samira, version, mobility.messages.first())
    decision.hide(daan, "Niet hier")
    with pytest.raises(Unfit):
        document.adopt(samira, version, decision)


def test_members_replace_and_who_made_it_or_keeps_order_adopts(
    file, replace, decision, water, samira, daan, carla
):
    document = file(by=daan)
    version = document.current
    with pytest.raises(access.MayNot):
        replace(document, carla, b"twee")
    with pytest.raises(access.MayNot):
        document.adopt(samira, version, decision)
    replace(document, samira, b"twee")
    document.adopt(daan, version, decision)


def test_a_file_that_became_nothing_is_thrown_away(file, files, mobility, carla):
    with pytest.raises(access.MayNot):
        file(by=carla)
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_what_a_moderator_redacts_leaves_no_file(
    file, replace, samira, daan, files, django_capture_on_commit_callbacks
):
    document = file()
    replace(document, samira, b"twee")
    with django_capture_on_commit_callbacks(execute=True):
        document.message.redact(daan, "Staat een adres in")
    assert not document.versions.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


# Where it is shown


@pytest.fixture
def plaza(square, daan, samira):
    square.admit(samira)
    return Thread.objects.start(square, daan, "Bankjes", "Wie?", client_id="plaza")


def test_shown_elsewhere_it_is_read_there_too(file, plaza, samira, carla):
    document = file()
    assert document not in Document.objects.visible_to(carla)
    document.show_in(samira, plaza)
    assert document in Document.objects.visible_to(carla)
    assert plaza.messages.last().notice["verb"] == "shown_here"
    assert document in Document.objects.of(samira)
    document.show_in(samira, plaza)
    assert document.showings.count() == 1
    document.stop_showing(samira, plaza)
    assert document not in Document.objects.visible_to(carla)


def test_what_was_hidden_at_home_is_not_read_elsewhere(file, plaza, mobility, samira, carla, daan):
    document = file()
    document.show_in(samira, plaza)
    document.message.hide(daan, "Niet hier")
    assert document not in Document.objects.visible_to(carla)
    document.message.put_back(daan)
    mobility.hide(daan, "Even niet")
    assert document not in Document.objects.visible_to(carla)


def test_only_who_may_steer_it_and_write_there_shows_it(
    file, plaza, square, anna, samira, daan, carla
):
    document = file()
    square.leave(samira)
    with pytest.raises(access.MayNot):
        document.show_in(samira, plaza)
    square.admit(carla)
    with pytest.raises(access.MayNot):
        document.show_in(carla, plaza)


# Room


def test_a_group_has_so_much_room_and_uploads_reserve_it(
    file, replace, settings, water, mobility, samira
):
    settings.GROUP_QUOTA_BYTES = 10
    document = file(b"12345")
    upload = Upload.begin(samira, mobility, "film.mp4", 3)
    with pytest.raises(OverQuota) as refusal:
        replace(document, samira, b"678")
    assert refusal.value.left == 2
    upload.discard()
    replace(document, samira, b"67890")
    with pytest.raises(OverQuota):
        Upload.begin(samira, mobility, "film.mp4", 1)
    assert used(water) == 10


def test_the_file_of_a_message_is_kept_as_a_document_of_its_own(mobility, samira, say, files):
    message = say(mobility, samira, "Zie bijlage", files=Attachment.keep(
        [SimpleUploadedFile("plan.odt", b"inhoud")]
    ))  # fmt: skip
    attachment = Attachment.objects.get(message=message)
    document = Document.objects.file(
        mobility, samira, Incoming.of_attachment(attachment),
        title="Plan", client_id="bewaar", sources=[message],
    )  # fmt: skip
    attachment.discard()
    assert document.current.open().read() == b"inhoud"
    assert document.current.name == "plan.odt"


def test_cards_are_fetched_in_one_query(file, replace, decision, samira, django_assert_num_queries):
    for number in range(3):
        document = file(title=f"Plan {number}")
        document.adopt(samira, document.current, decision)
        replace(document, samira, b"twee")
    with django_assert_num_queries(1):
        for document in Document.objects.for_cards():
            assert document.state_label
            assert document.current.author.name
            assert not document.current.is_adopted
            assert document.adopted.number == 1
            assert document.current.thumbnail == ""


def test_a_group_that_is_removed_from_sight_takes_its_documents_along(file, water, samira, anna):
    document = file()
    water.leave(samira)
    assert document not in Document.objects.visible_to(samira)
    assert document in Document.objects.visible_to(anna)
    assert Group.objects.visible_to(samira).filter(pk=water.pk).exists() is False

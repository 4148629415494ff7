"""A text is what its log adds up to: every update that was taken over is in it, none twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pycrdt import Doc
from pycrdt import Text as Words

from conversations.models import Unapproved
from documents.live import updates
from documents.models import Document, Snapshot, Text, TextClient, TextVersion
from documents.models.text import Behind, NotTheirs, TooLarge
from groups import access
from workspace.streams.models import Event

pytestmark = pytest.mark.django_db


class Window:
    """A window in which someone writes, with its own copy of the text."""

    def __init__(self, text, person, client=None):
        self.text, self.person = text, person
        self.doc = Doc(client_id=client) if client else Doc()
        self.words = self.doc.get("text", type=Words)
        self.catch_up()

    def catch_up(self):
        doc, _position = self.text.gathered()
        self.doc.apply_update(doc.get_update())

    def typed(self, words, at=None):
        """The update of typing these words."""
        before = self.doc.get_state()
        self.words.insert(len(self.words) if at is None else at, words)
        return self.doc.get_update(before)

    def write(self, words, at=None):
        return Text.objects.get(pk=self.text.pk).edit(self.person, self.typed(words, at))


@pytest.fixture
def text(mobility, samira):
    return begun(mobility, samira, "# Notulen\n")


def begun(thread, by, words):
    about = {"title": "Notulen", "client_id": "text", "form": Document.Form.TEXT}
    document = Document.objects.grow(thread, by, **about)
    return Text.objects.begin(document, by, words)


def test_what_two_people_write_at_once_is_all_there(text, samira, daan):
    here, there = Window(text, samira), Window(text, daan)
    here.write("van Samira\n")
    there.write("van Daan\n")
    words = text.words()
    assert "van Samira" in words
    assert "van Daan" in words
    assert words.startswith("# Notulen\n")
    actors = text.stream.events.order_by("position").values_list("actor", flat=True)
    assert list(actors) == [samira.pk, samira.pk, daan.pk]


def test_the_same_update_twice_is_stored_once(text, samira):
    window = Window(text, samira)
    update = window.typed("eenmaal")
    assert text.edit(samira, update) == 2
    assert text.edit(samira, update) is None
    assert text.words().count("eenmaal") == 1


def test_only_who_may_write_there_changes_it(text, samira, carla, square, water):
    update = Window(text, carla).typed("stiekem")
    with pytest.raises(access.MayNot):
        text.edit(carla, update)
    water.remove(samira, by=text.document.thread.author, grounds="Andere baan")
    with pytest.raises(access.MayNot):
        Window(text, samira).write("nog even")
    water.approves_newcomers = True
    water.save()
    newcomer = water.admit(carla).person
    with pytest.raises(Unapproved):
        text.edit(newcomer, update)
    assert text.words() == "# Notulen\n"


def test_nobody_writes_in_someone_elses_name(text, samira, daan):
    Window(text, samira, client=77).write("van Samira")
    forged = Window(text, daan, client=77).typed("zogenaamd van Samira")
    with pytest.raises(NotTheirs):
        text.edit(daan, forged)


def test_an_update_that_builds_on_what_is_not_there_is_not_taken(text, samira):
    window = Window(text, samira)
    window.typed("dit kwam nooit aan ")
    with pytest.raises(Behind):
        window.write("en dit volgt daarop")
    elsewhere = Window(text, samira)
    elsewhere.typed("van een ander venster")
    window = Window(text, samira)
    window.doc.apply_update(elsewhere.doc.get_update())
    with pytest.raises(Behind):
        window.write("daarnaast")
    assert text.words() == "# Notulen\n"


def test_a_snapshot_says_what_the_updates_say(text, samira, monkeypatch):
    monkeypatch.setattr("documents.models.text.SNAPSHOT_EVERY", 5)
    window = Window(text, samira)
    for number in range(13):
        window.write(f"regel {number}\n", at=0)
    snapshot = Snapshot.objects.get(text=text)
    assert snapshot.position == 10
    events = text.stream.events.values_list("data", flat=True)
    assert len(events) == 14
    with_snapshot = text.words()
    snapshot.delete()
    assert text.words() == with_snapshot == str(window.words)


def test_a_text_has_a_largest_size(text, samira, monkeypatch):
    monkeypatch.setattr("documents.models.text.MAX_UNITS", 200)
    window = Window(text, samira)
    window.write("x" * 150)
    before, words = window.doc.get_state(), window.words
    del words[0:100]
    text.edit(samira, window.doc.get_update(before))
    window.write("y" * 100)  # what was deleted does not count
    with pytest.raises(TooLarge):
        window.write("z" * 100)
    assert text.words() == str(words)[:160]


def test_a_version_is_kept_under_a_name_and_can_be_restored(text, samira, daan, mobility):
    version = TextVersion.objects.keep(text, samira, "Voor de vergadering")
    window = Window(text, daan)
    window.write("## Besluiten\n")
    version.restore(daan)
    assert text.words() == "# Notulen\n"
    window.catch_up()
    assert str(window.words) == "# Notulen\n"
    told = mobility.messages.filter(notice__isnull=False).values_list("notice__verb", flat=True)
    assert list(told) == ["text_version", "text_restored"]


def test_the_words_of_a_redacted_text_are_nowhere_any_more(text, samira, anna):
    Window(text, samira).write("geheim")
    TextVersion.objects.keep(text, samira, "Versie")
    text.take_snapshot()
    text.document.forget()
    assert Snapshot.objects.count() == TextVersion.objects.count() == 0
    assert all("update" not in event.data for event in Event.objects.filter(stream=text.stream))
    assert Text.objects.get(pk=text.pk).words() == ""


@pytest.mark.django_db(transaction=True)
def test_those_who_write_at_the_same_moment_all_get_their_place(text, samira, daan, anna):
    def write(person):
        window = Window(text, person)
        for number in range(8):
            window.write(f"[{person.pk}.{number}]")
        connection.close()

    with ThreadPoolExecutor(3) as people:
        list(people.map(write, [samira, daan, anna]))
    words = text.words()
    assert words.count("[") == 24
    positions = text.stream.events.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, 26))
    assert TextClient.objects.filter(text=text).count() == 4


def test_an_update_that_is_none_changes_nothing(text, samira):
    with pytest.raises(updates.Malformed):
        text.edit(samira, b"\x01\xff\xff\xff\x7f")
    assert text.stream.events.count() == 1

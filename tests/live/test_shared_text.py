"""Writing in a text over the socket: acknowledged, told to all who read, refused with a reason."""

from base64 import b64decode, b64encode

import pytest
from pycrdt import Doc
from pycrdt import Text as Words

from conversations.models import Thread
from documents.models import Showing
from tests.documents.test_text import begun


@pytest.fixture
def text(mobility, samira):
    return begun(mobility, samira, "# Notulen\n")


def update(doc, words):
    before = doc.get_state()
    doc.get("text", type=Words).insert(0, words)
    return b64encode(doc.get_update(before)).decode()


def test_an_edit_is_acknowledged_and_heard_by_who_reads(tab, text, samira, daan):
    here, there = tab(samira).follow(text), tab(daan).follow(text)
    doc, _position = text.gathered()
    here.say("edit", stream=text.stream_id, id=7, update=update(doc, "hallo "))
    assert here.told("edited")["id"] == 7
    events = there.hears(2)
    heard = Doc()
    for event in events:
        heard.apply_update(b64decode(event["update"]))
    assert str(heard.get("text", type=Words)) == text.words() == "hallo # Notulen\n"
    assert events[1]["author"] == samira.pk
    here.say("cursor", stream=text.stream_id, at="AQID")
    seen = there.told_until("presence", lambda frame: "cursors" in frame)
    assert seen["cursors"] == {str(samira.pk): "AQID"}
    assert seen["names"][str(samira.pk)] == samira.name


def begun_thread(group, by):
    return Thread.objects.start(group, by, "Elders", "Kijk", client_id="elders")


def test_who_reads_it_elsewhere_hears_it_and_may_not_write(tab, text, samira, carla, square, anna):
    """Until that conversation shows it no more."""
    elsewhere = begun_thread(square, anna)
    showing = Showing.objects.create(document=text.document, thread=elsewhere, by=samira)
    reader = tab(carla).follow(text)
    assert len(reader.hears(1)) == 1
    reader.say("edit", stream=text.stream_id, id=1, update=update(Doc(), "x"))
    refused = reader.told("error")
    assert (refused["code"], refused["id"]) == ("not_allowed", 1)
    reader.say("edit", stream=text.stream_id, id=2, update="AAAA")
    assert reader.told("error")["code"] == "bad_frame"
    showing.delete()
    assert reader.told_in_a_second("gone")["stream"] == text.stream_id
    assert text.words() == "# Notulen\n"


def test_a_removed_members_editor_stops_within_a_second(tab, text, samira, water, anna):
    page = tab(samira).follow(text)
    water.remove(samira, by=anna, grounds="Andere baan")
    assert page.told_in_a_second("gone")["stream"] == text.stream_id
    page.say("edit", stream=text.stream_id, id=1, update=update(Doc(), "nog even"))
    assert page.told("error")["code"] in ("not_followed", "not_allowed")
    assert text.words() == "# Notulen\n"

"""Finding words in conversations and in what grew out of them, by whom may read them."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.html import escape
from django_tasks_db.models import DBTaskResult
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.kinds import outcome_kinds
from conversations.models import Indexing, Thread
from conversations.search import indexing, words
from groups.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(signed_in):
    """`find(person, "words")`: the addresses of what they find, once the index caught up."""

    def find(person, question, **more):
        indexing.catch_up()
        return found_by(signed_in(person), question, **more)

    return find


def found_by(client, question, **more):
    page = client.get(reverse("search"), {"q": question} | more)
    assert page.status_code == 200
    return [link["href"] for link in BeautifulSoup(page.content, "html.parser").select(".row-link")]


def test_words_are_found_in_subjects_messages_and_outcomes(find, mobility, say, samira):
    message = say(mobility, samira, "De regenton staat achter het gemeentehuis.")
    grown = [
        config.outcomes.grow(mobility, samira, title=f"Regentonnen {kind}", client_id=kind)
        for kind, config in outcome_kinds().items()
    ]
    other = Thread.objects.start(
        mobility.group, samira, "Regenton kopen?", "Zie boven", client_id="o"
    )
    expected = {each.get_absolute_url() for each in [message, other, *grown]}
    assert set(find(samira, "regenton")) == expected
    assert find(samira, "regenton", kind="thread") == [other.get_absolute_url()]
    assert find(samira, "regenton", kind="message") == [message.get_absolute_url()]
    for outcome in grown:
        assert find(samira, "regenton", kind=outcome.kind) == [outcome.get_absolute_url()]


def test_all_words_count_and_accents_capitals_and_endings_do_not(find, mobility, say, samira):
    say(mobility, samira, "Het CAFÉ over de **besluiten** van Öztürk")
    for question in ("cafe", "Café besluit", "ozturk", "beslui caf"):
        assert len(find(samira, question)) == 1, question
    for question in ("cafe zwembad", "afe"):
        assert find(samira, question) == []


def test_nobody_finds_what_they_may_not_read(find, water, mobility, say, samira, carla, daan):
    message = say(mobility, samira, "Alleen voor ons: gorilla")
    assert find(samira, "gorilla") == [message.get_absolute_url()]
    for question in ("gorilla", "fietsen"):
        assert find(carla, question) == []
    water.admit(carla, role=Role.MEMBER)
    assert find(carla, "gorilla") == [message.get_absolute_url()]
    mobility.hide(daan, "Niet hier")
    assert find(samira, "gorilla") == find(samira, "fietsen") == []


def test_what_was_changed_or_taken_away_is_not_found_even_before_the_index_knows(
    find, mobility, say, samira, daan, signed_in
):
    edited = say(mobility, samira, "gorilla een")
    withdrawn, hidden = say(mobility, samira, "gorilla twee"), say(mobility, samira, "gorilla drie")
    assert len(find(samira, "gorilla")) == 3
    edited.edit(samira, "chimpansee")
    withdrawn.withdraw(samira)
    hidden.hide(daan, "Niet hier")
    assert found_by(signed_in(samira), "gorilla") == []
    assert find(samira, "chimpansee") == [edited.get_absolute_url()]
    hidden.put_back(daan)
    assert find(samira, "gorilla") == [hidden.get_absolute_url()]


def test_a_redacted_word_is_not_in_the_index_any_more(mobility, say, samira, daan):
    message = say(mobility, samira, "gorilla")
    indexing.catch_up()
    assert "gorilla" in str(message.index_entries.values_list("autocomplete"))
    message.redact(daan, "Een naam")
    indexing.catch_up()
    assert "gorilla" not in str(message.index_entries.values_list("autocomplete"))


def test_a_new_subject_is_found_and_the_old_one_is_not(find, mobility, anna, daan):
    assert find(anna, "singel", kind="thread")
    mobility.rename(daan, "Wandelen door het park")
    assert find(anna, "wandelen", kind="thread") == [mobility.get_absolute_url()]
    assert find(anna, "singel", kind="thread") == []


def test_the_index_can_be_made_anew(find, mobility, say, samira):
    say(mobility, samira, "gorilla")
    indexing.catch_up()
    assert Indexing.objects.get(stream=mobility.stream).position == mobility.stream.position
    indexing.rebuild()
    assert len(find(samira, "gorilla")) == 1


def test_however_much_was_said_the_index_catches_up(find, mobility, say, samira, monkeypatch):
    monkeypatch.setattr(indexing, "EVENTS", 3)
    monkeypatch.setattr(indexing, "ROWS", 2)
    for number in range(8):
        say(mobility, samira, f"gorilla {number}")
    assert len(find(samira, "gorilla")) == 8


def test_a_post_leaves_one_task_for_all_that_follows_soon(
    mobility, say, samira, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("conversations.tasks._index_at", 0)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            say(mobility, samira, f"{number}")
    waiting = DBTaskResult.objects.filter(task_path="conversations.tasks.index_what_is_new")
    assert waiting.count() == 1
    waiting.get().task.func()
    assert Indexing.objects.get(stream=mobility.stream).position == mobility.stream.position


@pytest.mark.once
def test_results_come_in_pages_with_a_fixed_number_of_queries(
    mobility, say, samira, signed_in, django_assert_max_num_queries
):
    for number in range(25):
        say(mobility, samira, f"gorilla {number}")
    for kind, config in outcome_kinds().items():
        config.outcomes.grow(mobility, samira, title=f"Gorilla {kind}", client_id=kind)
    indexing.catch_up()
    client = signed_in(samira)
    found_by(client, "gorilla")
    with django_assert_max_num_queries(25):
        first = found_by(client, "gorilla")
    second = found_by(client, "gorilla", page=2)
    assert (len(first), len(second), set(first) & set(second)) == (20, 8, set())


@pytest.mark.once
def test_a_hit_is_marked_and_the_rest_of_the_text_is_shown_as_text(
    mobility, say, samira, signed_in
):
    say(mobility, samira, "Voorin " + "en zo voort " * 30 + "<b>een Gorílla</b> & meer")
    indexing.catch_up()
    page = signed_in(samira).get(reverse("search"), {"q": "gorilla"}).content.decode()
    assert "&lt;b&gt;een <mark>Gorílla</mark>&lt;/b&gt; &amp; meer" in page
    assert "Voorin" not in page


HOSTILE = [
    '"', "a*", "NEAR(a b)", "autocomplete:x", "a AND OR NOT", "') OR 1=1 --", "\\", "%", "_",
    "x\x00y", "🙂", "x" * 5000, "ß ﬁ Ⅷ ½ ²", "漢字", "a " * 500,
    "{title}: (x)", "a:*&!b", "-fiets", "٣",
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_a_strange_question_gets_a_page(find, mobility, say, samira, question):
    say(mobility, samira, question.replace("\x00", ""))
    find(samira, question)


@pytest.mark.once
@given(text=st.text(), question=st.text())
@example(text="de taken & <b>", question="taak b")
def test_what_is_marked_is_the_text_itself(text, question):
    html = words.marked(text, words.sought_in(question))
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)
    assert len(words.words_of(text).encode()) <= words.MAX_BYTES


@pytest.mark.once
@pytest.mark.parametrize(
    ("sought", "there"),
    [("taak", "taken"), ("taken", "taak"), ("besluiten", "besluit"), ("brief", "brieven"),
     ("brieven", "brief"), ("huizen", "huis"), ("fietsen", "fietspad"), ("rekken", "rek")],
)  # fmt: skip
def test_a_plural_finds_its_singular_and_the_other_way_round(sought, there):
    assert words.holds([f"over {there} dus"], words.sought_in(sought))


@pytest.mark.once
def test_a_very_long_text_takes_a_bounded_place():
    assert len(words.words_of(" ".join(f"woord{n}" for n in range(100_000)))) <= words.MAX_BYTES

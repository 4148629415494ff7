"""Many people post into one conversation at the same moment."""

import gc
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from conversations.models import Message, Thread, posting
from groups.access import MayNot
from tests.servers import until
from workspace.streams.models import Event, locked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(mobility):
    """`at_once((anna, {…}), …)` posts all while the thread is locked: the first alone, then all
    who had to wait together. Gives each outcome: a message or an error."""

    def post(author, fields):
        thread = Thread.objects.get(pk=mobility.pk)
        try:
            return thread.post(author, **fields)
        except Exception as error:
            return error
        finally:
            connection.close()

    def at_once(*posts):
        with ThreadPoolExecutor(len(posts)) as people:
            with locked(mobility.stream):
                outcomes = [people.submit(post, *each) for each in posts]
                until(lambda: waiting(mobility) == len(posts) - 1)
            return [outcome.result() for outcome in outcomes]

    return at_once


def waiting(thread):
    counter = posting.counters.get(thread.pk)
    return len(counter.waiting) if counter else 0


def words(body, client_id=None):
    return {"body": body, "client_id": client_id or body}


def test_all_get_their_message_and_numbers_have_no_gaps(at_once, mobility, anna, daan, samira):
    posts = [(who, words(f"{who} {turn}")) for who in (anna, daan, samira) for turn in range(3)]
    outcomes = at_once(*posts)
    assert {message.body for message in outcomes} == {fields["body"] for _who, fields in posts}
    assert list(mobility.messages.values_list("number", flat=True)) == list(range(1, 11))
    events = Event.objects.filter(stream=mobility.stream)
    assert list(events.values_list("position", flat=True)) == list(range(1, 11))


def test_each_event_names_its_own_author(at_once, mobility, anna, daan):
    at_once((anna, words("een")), (daan, words("twee")), (anna, words("drie")))
    for event in Event.objects.filter(stream=mobility.stream, position__gt=1):
        assert event.actor == Message.objects.get(pk=event.data["message"]).author


def test_the_same_post_sent_five_times_at_once_is_one_message(at_once, mobility, daan):
    outcomes = at_once(*[(daan, words("dubbel", "x"))] * 5)
    assert len(set(outcomes)) == 1
    assert mobility.messages.filter(body="dubbel").count() == 1


def test_a_refusal_is_only_for_who_may_not(at_once, mobility, anna, daan, carla):
    outcomes = at_once((anna, words("een")), (carla, words("mag ik?")), (daan, words("twee")))
    assert isinstance(outcomes[1], MayNot)
    assert [message.body for message in (outcomes[0], outcomes[2])] == ["een", "twee"]
    assert mobility.messages.count() == 3


def test_an_error_is_only_for_the_post_that_brought_it(at_once, mobility, anna, daan, samira):
    absent = Message(pk=99_999_999)
    outcomes = at_once(
        (anna, words("een")),
        (daan, words("op niets", "y") | {"quotes": absent}),
        (samira, words("twee")),
    )
    assert isinstance(outcomes[1], IntegrityError)
    assert {message.body for message in (outcomes[0], outcomes[2])} == {"een", "twee"}
    assert not mobility.messages.filter(body="op niets").exists()


def test_who_posted_has_read_up_to_their_own_last_words(at_once, mobility, anna, daan):
    at_once((anna, words("een")), (daan, words("twee")), (anna, words("drie")))
    for person in (anna, daan):
        own = mobility.messages.filter(author=person).latest("number")
        assert mobility.participation(person).read_to == own.number


def test_nobody_is_remembered_who_is_done(at_once, mobility, daan):
    at_once((daan, words("een")), (daan, words("twee")))
    assert waiting(mobility) == 0
    gc.collect()
    assert not posting.counters

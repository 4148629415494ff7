"""The thread and its log."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations.models import Closed, Message, Participation, Thread
from groups.access import MayNot
from tests.conftest import person
from workspace.streams.models import Event, Stream

pytestmark = pytest.mark.django_db


def positions(thread):
    return list(thread.stream.events.values_list("position", flat=True))


def numbers(thread):
    return list(thread.messages.values_list("number", flat=True))


def texts(thread):
    return list(thread.messages.filter(notice__isnull=True).values_list("body", flat=True))


def test_a_thread_begins_with_its_first_message(mobility, anna):
    assert texts(mobility) == ["Wie kijkt er mee?"]
    assert numbers(mobility) == [1]
    assert mobility.messages.get().author == anna


def test_whatever_happens_gets_the_next_position_in_the_log(mobility, daan, samira, say):
    message = say(mobility, daan, "Ik")
    message.react(samira, "agree")
    message.edit(daan, "Ik ook")
    message.withdraw(daan)
    mobility.close(daan)
    assert positions(mobility) == [1, 2, 3, 4, 5, 6]
    assert Stream.objects.get(pk=mobility.stream_id).position == 6


def test_messages_are_numbered_without_gaps_whatever_happens_between(mobility, daan, say):
    say(mobility, daan, "twee").react(daan, "seen")
    say(mobility, daan, "drie")
    assert numbers(mobility) == [1, 2, 3]


def test_the_same_client_id_makes_one_message(mobility, daan):
    first = mobility.post(daan, "Eén keer", client_id="x")
    second = mobility.post(daan, "Eén keer", client_id="x")
    assert first == second
    assert len(texts(mobility)) == 2


def test_the_same_client_id_of_someone_else_is_another_message(mobility, daan, samira):
    mobility.post(daan, "van Daan", client_id="x")
    mobility.post(samira, "van Samira", client_id="x")
    assert len(texts(mobility)) == 3


def test_a_second_start_with_the_same_client_id_gives_the_first_thread(water, anna):
    first = Thread.objects.start(water, anna, "Eén", "tekst", client_id="t")
    assert Thread.objects.start(water, anna, "Eén", "tekst", client_id="t") == first
    assert Thread.objects.count() == 1


def test_who_is_not_a_member_may_not_post(mobility, carla):
    with pytest.raises(MayNot):
        mobility.post(carla, "Laat mij erin", client_id="x")
    assert len(texts(mobility)) == 1


def test_nothing_is_added_to_a_closed_thread_until_it_is_reopened(mobility, daan, samira):
    mobility.close(daan)
    with pytest.raises(Closed):
        mobility.post(samira, "Nog iets", client_id="x")
    mobility.reopen(daan)
    mobility.post(samira, "Nog iets", client_id="x")
    assert texts(mobility)[-1] == "Nog iets"


def test_closing_twice_leaves_one_notice(mobility, daan):
    mobility.close(daan)
    mobility.close(daan)
    assert mobility.messages.filter(notice__isnull=False).count() == 1


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_only_a_moderator_closes_and_reopens(mobility, samira, verb):
    with pytest.raises(MayNot):
        getattr(mobility, verb)(samira)


def test_an_edit_keeps_what_was_said_before(mobility, daan, say):
    message = say(mobility, daan, "eerst")
    message.edit(daan, "later")
    assert Message.objects.get(pk=message.pk).body == "later"
    assert [revision.body for revision in message.revisions.all()] == ["eerst"]


def test_an_edit_that_changes_nothing_leaves_no_trace(mobility, daan, say):
    message = say(mobility, daan, "eerst")
    message.edit(daan, "eerst")
    assert not message.revisions.exists()
    assert message.edited_at is None


def test_only_the_author_edits_and_withdraws(mobility, anna, daan, say):
    message = say(mobility, daan, "van Daan")
    for verb in (lambda: message.edit(anna, "anders"), lambda: message.withdraw(anna)):
        with pytest.raises(MayNot):
            verb()


def test_a_reaction_given_twice_is_taken_back(mobility, samira):
    message = mobility.messages.get()
    message.react(samira, "agree")
    assert message.reactions == {"agree": [samira.pk]}
    message.react(samira, "agree")
    assert message.reactions == {}


def test_someone_who_is_mentioned_finds_it_and_others_do_not(mobility, anna, samira, carla, say):
    message = say(mobility, anna, "@samira.ozturk en @carla.de.wit, wat vinden jullie?")
    assert [mention.person for mention in message.mentions.all()] == [samira]
    assert f'data-person="{samira.pk}"' in message.html
    assert f'data-person="{carla.pk}"' not in message.html, "she cannot read here"


def test_a_mention_in_an_edit_counts_once(mobility, anna, samira, say):
    message = say(mobility, anna, "@samira.ozturk?")
    message.edit(anna, "@samira.ozturk en nog iets?")
    assert message.mentions.count() == 1


def test_nothing_is_written_per_reader_when_a_message_is_posted(mobility, daan, water, say):
    def cost(words):
        with CaptureQueriesContext(connection) as queries:
            say(mobility, daan, words)
        return len(queries)

    say(mobility, daan, "warm")
    few = cost("met drie lezers")
    for number in range(20):
        water.admit(person(f"Lezer{number} Test", "Gemeente Rivierstad"))
    assert cost("met drieëntwintig lezers") == few


def test_reading_moves_forward_only(mobility, samira, say, anna):
    say(mobility, anna, "twee")
    participation = mobility.participation(samira)
    assert participation.read(2)
    assert not participation.read(1)
    assert Participation.objects.get(pk=participation.pk).read_to == 2


def test_who_posts_has_read_up_to_there(mobility, daan, say):
    say(mobility, daan, "twee")
    mine = Thread.objects.for_reader(daan).get()
    assert (mine.read_to, mine.unread) == (2, 0)


def test_unread_is_what_came_after_what_was_read(mobility, anna, samira, say):
    mobility.participation(samira).read(1)
    say(mobility, anna, "twee")
    say(mobility, anna, "drie")
    assert Thread.objects.for_reader(samira).get().unread == 2


def test_a_split_takes_messages_to_a_thread_of_their_own(mobility, anna, daan, samira, say):
    said = [say(mobility, samira, word) for word in ("twee", "drie", "vier")]
    mobility.participation(samira).read(3)
    other = mobility.split(daan, "Apart", said[:2])
    assert texts(mobility) == ["Wie kijkt er mee?", "vier"]
    assert texts(other) == ["twee", "drie"]
    assert numbers(mobility) == [1, 2, 3], "the notice is the third"
    assert numbers(other) == [1, 2, 3]
    assert Participation.objects.get(thread=mobility, person=anna).read_to == 1
    assert Thread.objects.get(pk=mobility.pk).stream.entries == 3


def test_a_split_moves_what_people_had_read_along(mobility, daan, samira, carla, water, say):
    water.admit(carla)
    said = [say(mobility, samira, word) for word in ("twee", "drie", "vier")]
    mobility.participation(carla).read(3)
    mobility.split(daan, "Apart", said[:1])
    assert Participation.objects.get(thread=mobility, person=carla).read_to == 2


def test_a_split_leaves_at_least_one_message(mobility, daan):
    with pytest.raises(ValueError, match="at least one"):
        mobility.split(daan, "Alles", list(mobility.messages.all()))


def test_a_merge_brings_all_messages_and_closes_the_emptied_thread(
    mobility, water, anna, daan, say
):
    other = Thread.objects.start(water, anna, "Dubbel", "ook dit", client_id="o")
    say(other, daan, "en dat")
    other.merge(daan, mobility)
    assert texts(mobility) == ["Wie kijkt er mee?", "ook dit", "en dat"]
    assert texts(other) == []
    assert Thread.objects.get(pk=other.pk).is_closed
    assert numbers(mobility) == [1, 2, 3, 4]


def test_a_moved_thread_is_read_by_the_other_group(mobility, square, daan, anna, carla):
    square.appoint(daan, "moderator", by=anna)
    assert carla not in mobility.readers()
    mobility.move(daan, square)
    assert carla in Thread.objects.get(pk=mobility.pk).readers()


def test_who_looked_a_thread_up_before_it_was_moved_is_asked_by_its_new_group(
    mobility, square, daan, anna, samira
):
    before = Thread.objects.select_related("group", "stream").get(pk=mobility.pk)
    square.appoint(daan, "moderator", by=anna)
    mobility.move(daan, square)
    with pytest.raises(MayNot):
        before.post(samira, "Nog in de oude groep", client_id="x")


def test_a_thread_moves_only_to_a_group_that_one_moderates(mobility, square, daan):
    with pytest.raises(MayNot):
        mobility.move(daan, square)


def test_a_pinned_message_can_be_taken_out_again(mobility, daan):
    message = mobility.messages.get()
    message.pin(daan)
    assert Message.objects.get(pk=message.pk).pinned.by == daan
    message.pin(daan)
    assert not hasattr(Message.objects.get(pk=message.pk), "pinned")


def test_events_are_recorded_with_who_did_it(mobility, daan, say):
    say(mobility, daan, "twee")
    assert Event.objects.filter(stream=mobility.stream).last().actor == daan

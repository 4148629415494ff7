"""Who follows a thread hears everything in it: once, in order, from where they were."""

import socket

from tests.live.tab import positions


def test_two_people_hear_each_other(tab, mobility, daan, samira, say):
    first, second = tab(daan).follow(mobility, 1), tab(samira).follow(mobility, 1)
    say(mobility, daan, "Dag Samira")
    say(mobility, samira, "Dag Daan")
    for each in (first, second):
        heard = each.hears(2)
        assert positions(heard) == [2, 3]
        assert "Dag Samira" in heard[0]["html"]
        assert "Dag Daan" in heard[1]["html"]


def test_an_event_says_where_the_stream_is(tab, mobility, daan, say):
    listening = tab(daan).follow(mobility, 1)
    message = say(mobility, daan, "Hier")
    [event] = listening.hears()
    assert event["stream"] == mobility.stream_id
    assert event["verb"] == "Create"
    assert event["entries"] == 2
    assert event["message"] == message.pk


def test_who_comes_back_hears_what_came_after_and_nothing_twice(tab, mobility, daan, say):
    away = tab(daan).follow(mobility, 1)
    say(mobility, daan, "twee")
    last = away.hears()[0]["position"]
    away.close()
    say(mobility, daan, "drie")
    say(mobility, daan, "vier")
    back = tab(daan).follow(mobility, last)
    say(mobility, daan, "vijf")
    assert positions(back.hears(3)) == [3, 4, 5]
    assert back.hears_nothing_until_a_beat()


def test_following_again_from_an_earlier_position_repeats_what_came_since(tab, mobility, daan, say):
    listening = tab(daan).follow(mobility, 1)
    say(mobility, daan, "twee")
    say(mobility, daan, "drie")
    listening.hears(2)
    listening.follow(mobility, 2)
    assert positions(listening.hears()) == [3]


def test_each_reads_in_their_own_language(tab, mobility, daan, samira, say):
    samira.language = "en"
    samira.save()
    dutch, english = tab(daan).follow(mobility, 1), tab(samira).follow(mobility, 1)
    say(mobility, daan, "Zo weer weg").withdraw(daan)
    [before, after], [_, taken_back] = dutch.hears(2), english.hears(2)
    assert after["html"] != taken_back["html"]
    assert "Zo weer weg" not in after["html"] + taken_back["html"]
    assert before["message"] == after["message"]


def test_withdrawn_words_are_not_sent_to_who_catches_up(tab, mobility, daan, samira, say):
    tab(samira).follow(mobility, 1)
    message = say(mobility, daan, "Geheim")
    present = tab(daan).follow(mobility, 1)
    assert "Geheim" in present.hears()[0]["html"]
    message.withdraw(daan)
    present.hears()
    late = tab(samira).follow(mobility, 1)
    assert "Geheim" not in str(late.hears(2))


def test_a_burst_of_a_thousand_arrives_whole_and_in_order_at_each(
    tab, mobility, anna, daan, samira, burst
):
    listening = [tab(person).follow(mobility, 1) for person in (anna, daan, samira)]
    burst(mobility, daan, 1000)
    for each in listening:
        assert positions(each.hears(1000)) == list(range(2, 1002))


def test_who_does_not_acknowledge_is_told_to_be_behind_and_then_gets_all(
    tab, mobility, daan, burst
):
    slow = tab(daan).follow(mobility, 1)
    burst(mobility, daan, 200)
    behind = slow.told("behind")
    assert behind["stream"] == mobility.stream_id
    assert positions(slow.hears(64, acknowledging=False)) == list(range(2, 66))
    slow.say("ack", streams={str(mobility.stream_id): 65})
    assert positions(slow.hears(136)) == list(range(66, 202))


def test_the_window_counts_bytes_too(tab, mobility, daan, say):
    slow = tab(daan).follow(mobility, 1)
    for _ in range(12):
        say(mobility, daan, "woord " * 8000)
    slow.told("behind")
    heard = [frame for frame in slow.passed if frame["type"] == "event"]
    assert 1 <= len(heard) < 12
    assert sum(len(frame["html"]) for frame in heard) <= 256 * 1024


def test_who_is_too_far_behind_loads_the_page_again(tab, mobility, daan, burst):
    burst(mobility, daan, 501)
    late = tab(daan)
    late.say("follow", streams={str(mobility.stream_id): 1})
    assert late.told("reset")["head"] == 502
    late.follow(mobility, 2)
    assert late.hears()[0]["position"] == 3


def test_a_position_from_the_future_is_a_reason_to_load_the_page_again(tab, mobility, daan):
    confused = tab(daan)
    confused.say("follow", streams={str(mobility.stream_id): 99})
    assert confused.told("reset")["head"] == 1


def test_a_beat_names_the_heads_of_what_is_watched(tab, mobility, daan, say):
    watching = tab(daan)
    watching.say("follow", watch=[mobility.stream_id])
    stream = str(mobility.stream_id)
    assert watching.told_until("beat", lambda beat: stream in beat["heads"])["heads"][stream] == [
        1,
        1,
    ]
    say(mobility, daan, "Nog een").react(daan, "agree")
    beat = watching.told_until("beat", lambda beat: beat["heads"].get(stream, [0])[0] == 3)
    assert beat["heads"][stream] == [3, 2]
    assert not [frame for frame in watching.passed if frame["type"] == "event"]


def test_all_heads_are_named_again_after_a_while(tab, mobility, daan):
    watching = tab(daan)
    watching.say("follow", watch=[mobility.stream_id])
    stream = str(mobility.stream_id)
    watching.told_until("beat", lambda beat: stream in beat["heads"])
    beats = [watching.told("beat") for _ in range(6)]
    assert any(stream in beat["heads"] for beat in beats)


def test_who_unfollows_hears_nothing_more(tab, mobility, daan, samira, say):
    leaving, staying = tab(daan).follow(mobility, 1), tab(samira).follow(mobility, 1)
    leaving.say("unfollow", streams=[mobility.stream_id])
    leaving.say("typing", stream=mobility.stream_id)
    assert leaving.told("error")["code"] == "not_followed"
    say(mobility, daan, "Is hij weg?")
    staying.hears()
    assert leaving.hears_nothing_until_a_beat()


def test_reading_in_one_tab_is_heard_in_the_other(tab, mobility, daan, samira, say):
    message = say(mobility, samira, "Lees dit")
    reading, other = tab(daan).follow(mobility, 2), tab(daan)
    daan.stream.refresh_from_db()
    other.say("follow", streams={str(daan.stream_id): daan.stream.position})
    reading.say("read", stream=mobility.stream_id, number=message.number)
    [event] = other.hears()
    assert event["stream"] == daan.stream_id
    assert event["thread"] == mobility.pk
    assert event["read_to"] == 2


def test_slow_readers_get_whole_frames_and_hold_nobody_up(tab, server, mobility, daan, samira, say):
    slow = tab(daan, sock=narrow(server)).follow(mobility, 1)
    quick = tab(samira).follow(mobility, 1)
    words = [f"{number} " + "woord " * 900 for number in range(40)]
    for each in words:
        say(mobility, daan, each)
    assert len(quick.hears(40)) == 40
    heard = slow.hears(40)
    assert positions(heard) == list(range(2, 42))
    assert all(f">{number} woord" in event["html"] for number, event in enumerate(heard))


def narrow(server):
    """A connection that takes in little before it is read."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("localhost", server.port))
    return connection

"""Who is here and who types: told to those who follow, and forgotten by itself."""


def here(thread):
    return {str(thread.stream_id): 1}


def test_who_shows_a_thread_is_here_for_those_who_follow_it(tab, mobility, daan, samira):
    first, second = tab(daan).follow(mobility, 1), tab(samira).follow(mobility, 1)
    second.say("beat", streams=here(mobility))
    present = first.told_until("presence", lambda frame: frame["here"])
    assert present["stream"] == mobility.stream_id
    assert present["here"] == [samira.pk]
    assert present["count"] == 1
    assert present["names"] == {str(samira.pk): "Samira Öztürk"}


def test_who_comes_later_is_told_too(tab, mobility, daan, samira):
    first = tab(daan).follow(mobility, 1)
    first.say("beat", streams=here(mobility))
    first.told_until("presence", lambda frame: frame["here"])
    late = tab(samira).follow(mobility, 1)
    frames = [frame for frame in late.passed if frame["type"] == "presence"]
    assert frames[0]["here"] == [daan.pk]


def test_typing_is_told_and_forgotten(tab, mobility, daan, samira):
    first, second = tab(daan).follow(mobility, 1), tab(samira).follow(mobility, 1)
    second.say("typing", stream=mobility.stream_id)
    assert first.told_until("presence", lambda frame: frame["typing"])["typing"] == [samira.pk]
    assert first.told_until("presence", lambda frame: not frame["typing"])


def test_who_only_watches_is_not_here(tab, mobility, daan, samira):
    following, watching = tab(daan).follow(mobility, 1), tab(samira)
    watching.say("follow", watch=[mobility.stream_id])
    watching.say("beat", streams=here(mobility))
    following.say("beat", streams=here(mobility))
    assert following.told_until("presence", lambda frame: frame["here"])["here"] == [daan.pk]
    watching.told("beat")
    watching.told("beat")
    assert not [frame for frame in watching.passed if frame["type"] == "presence"]


def test_nothing_is_said_while_nothing_changes(tab, mobility, daan):
    alone = tab(daan).follow(mobility, 1)
    alone.say("beat", streams=here(mobility))
    alone.told_until("presence", lambda frame: frame["here"])
    for _ in range(3):
        alone.say("beat", streams=here(mobility))
        alone.told("beat")
    assert not [frame for frame in alone.passed if frame["type"] == "presence" and frame["here"]]

"""Every method against a count that was written independently of it (`references`)."""

import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.outcomes.decisions.counting import (
    Choice,
    Rules,
    count,
    read,
    replaced,
    tally,
    without_withdrawn,
)
from conversations.outcomes.decisions.counting.answers import DATES, STANDS
from tests.decisions import references
from tests.processor import within

pytestmark = pytest.mark.once
often = settings(max_examples=100, deadline=None)
METHODS = ["advice", "consent", "consensus", "vote", "ranked", "score", "dates"]


@st.composite
def rules_of(draw, method):
    """Few options and few people, so that ties, quorums and thresholds are met by one."""
    meanings = ["choice", "for", "against", "abstain"] if method == "vote" else ["choice"]
    choices = ()
    if method not in STANDS:
        choices = tuple(
            Choice(n, draw(st.sampled_from(meanings)), draw(st.integers(0, 4)) == 0)
            for n in range(1, draw(st.integers(2, 5)) + 1)
        )
        if sum(not choice.withdrawn for choice in choices) < 2:
            choices = tuple(replace(choice, withdrawn=False) for choice in choices)
    return Rules(
        method, choices, asked=draw(st.integers(0, 12)),
        quorum=draw(st.sampled_from([0, 0, 0, 33, 50, 67, 100])),
        threshold=draw(st.sampled_from([*references.ENOUGH])),
        basis=draw(st.sampled_from(["cast", "asked"])),
        max_choices=draw(st.integers(0, 3)), max_score=draw(st.integers(1, 5)),
    )  # fmt: skip


def answer_to(rules):
    """What a person can answer while nothing is withdrawn yet."""
    if rules.method in STANDS:
        return st.sampled_from(STANDS[rules.method])
    numbers = st.sampled_from(sorted(rules.numbers))
    if rules.method == "score":
        return st.dictionaries(numbers, st.integers(0, rules.max_score), min_size=1)
    if rules.method == "dates":
        return st.dictionaries(numbers, st.sampled_from(DATES), min_size=1)
    most = rules.max_choices or None if rules.method == "vote" else None
    return st.lists(numbers, unique=True, min_size=1, max_size=most)


def all_standing(rules):
    return replace(rules, choices=tuple(replace(c, withdrawn=False) for c in rules.choices))


@st.composite
def ballots(draw, method):
    """(rules, answers as they are kept): some were given before an option was withdrawn."""
    rules = draw(rules_of(method))
    before = all_standing(rules)
    answers = draw(st.lists(answer_to(before), max_size=rules.asked))
    return rules, [read(before, answer) for answer in answers]


@pytest.mark.parametrize("method", METHODS)
def test_the_outcome_and_the_winner_are_those_of_an_independent_count(method):
    @often
    @given(ballots(method))
    def agree(case):
        rules, answers = case
        result = count(rules, answers)
        assert (result["outcome"], result["winner"]) == references.decide(rules, answers)
        assert json.loads(json.dumps(result)) == result

    agree()


@pytest.mark.parametrize("method", METHODS)
def test_neither_the_order_of_the_ballots_nor_that_of_the_options_changes_the_outcome(method):
    @settings(max_examples=30, deadline=None)
    @given(ballots(method), st.randoms(use_true_random=False))
    def stays(case, random):
        rules, answers = case
        before = count(rules, answers)
        answers, choices = list(answers), list(rules.choices)
        random.shuffle(answers)
        random.shuffle(choices)
        after = count(replace(rules, choices=tuple(choices)), answers)
        same = "outcome", "winner", "support", "basis", "tally", "because"
        assert [before[key] for key in same] == [after[key] for key in same]

    stays()


@pytest.mark.parametrize("method", METHODS)
def test_a_tally_that_is_kept_up_to_date_equals_a_fresh_one(method):
    """People answer, and change their minds."""

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def equal(data):
        rules = data.draw(rules_of(method))
        standing = rules.standing and replace(
            rules, choices=tuple(c for c in rules.choices if not c.withdrawn)
        )
        before, answers, kept = all_standing(rules), {}, {}
        for person in data.draw(st.lists(st.integers(1, 4), max_size=8)):
            answer = read(standing or before, data.draw(answer_to(standing or before)))
            was = answers.get(person)
            kept = replaced(kept, was and without_withdrawn(rules, was), answer)
            answers[person] = answer
        assert kept == tally(rules, answers.values())

    equal()


@often
@given(ballots("ranked"))
def test_every_round_of_a_run_off_can_be_redone_from_the_one_before(case):
    rules, answers = case
    left = set(rules.standing)
    rankings = [[n for n in a["ranking"] if n in left] for a in answers]
    cast = sum(map(bool, rankings))
    rounds = count(rules, answers)["rounds"]
    for step in rounds:
        assert {int(n) for n in step["votes"]} == left
        assert sum(step["votes"].values()) + step["exhausted"] == cast
        first = [next((n for n in ranking if n in left), None) for ranking in rankings]
        assert step["votes"] == {str(n): first.count(n) for n in left}
        fewest = min(step["votes"].values())
        assert all(step["votes"][str(n)] == fewest for n in step["out"])
        left -= set(step["out"])
    if rounds:
        assert rounds[-1]["out"] == []
        assert all(step["out"] for step in rounds[:-1])


@settings(max_examples=50, deadline=None)
@given(ballots("vote"))
@example((Rules("vote", (Choice(1), Choice(2)), asked=3, quorum=67), [{"options": [1]}] * 2))
def test_one_answer_more_never_undoes_a_quorum(case):
    rules, answers = case
    needed = rules.quorum_needed
    assert needed * 100 >= rules.quorum * rules.asked > (needed - 1) * 100 or needed == 0
    assert (count(rules, answers)["because"] == "no_quorum") == (len(answers) < needed)


def test_two_thirds_is_exactly_two_thirds():
    rules = Rules("vote", (Choice(1, "for"), Choice(2, "against")), threshold="two_thirds", asked=9)
    yes, no = {"options": [1]}, {"options": [2]}
    assert count(rules, [yes] * 6 + [no] * 3)["outcome"] == "adopted"
    assert count(rules, [yes] * 5 + [no] * 3)["outcome"] == "rejected"


def test_an_abstention_counts_for_the_quorum_and_not_for_the_threshold():
    choices = (Choice(1, "for"), Choice(2, "against"), Choice(3, "abstain"))
    rules = Rules("vote", choices, threshold="majority", asked=10, quorum=50)
    answers = [{"options": [1]}] * 2 + [{"options": [2]}] + [{"options": [3]}] * 2
    result = count(rules, answers)
    assert (result["outcome"], result["support"], result["basis"]) == ("adopted", 2, 3)
    assert count(replace(rules, basis="asked"), answers)["outcome"] == "rejected"
    assert count(rules, answers[:4])["because"] == "no_quorum"


def test_as_many_against_as_in_favour_is_not_adopted():
    rules = Rules("vote", (Choice(1, "for"), Choice(2, "against")), asked=2)
    assert count(rules, [{"options": [1]}, {"options": [2]}])["outcome"] == "rejected"


def test_the_run_off_of_a_textbook():
    """The capital of Tennessee: the second choices make Knoxville win."""
    memphis, nashville, chattanooga, knoxville = 1, 2, 3, 4
    answers = (
        [{"ranking": [memphis, nashville, chattanooga, knoxville]}] * 42
        + [{"ranking": [nashville, chattanooga, knoxville, memphis]}] * 26
        + [{"ranking": [chattanooga, knoxville, nashville, memphis]}] * 15
        + [{"ranking": [knoxville, chattanooga, nashville, memphis]}] * 17
    )
    result = count(Rules("ranked", tuple(map(Choice, range(1, 5))), asked=100), answers)
    assert [step["out"] for step in result["rounds"]] == [[chattanooga], [nashville], []]
    assert (result["winner"], result["support"], result["basis"]) == (knoxville, 58, 100)


def test_of_equals_goes_out_who_had_fewest_in_the_latest_earlier_round():
    """In the third round 1 and 2 have five each. In the second, 1 had fewer; in the first, 2."""
    ballots = {(1, 2): 4, (2, 1): 3, (3,): 9, (4, 1, 2): 1, (4,): 2, (5, 2, 1): 2}
    answers = [{"ranking": list(r)} for r, times in ballots.items() for _ in range(times)]
    rules = Rules("ranked", tuple(map(Choice, range(1, 6))), asked=21)
    result = count(rules, answers)
    assert [step["out"] for step in result["rounds"]] == [[5], [4], [1], []]
    assert result["rounds"][2]["because"] == "earlier"
    assert references.decide(rules, answers) == ("adopted", result["winner"]) == ("adopted", 2)


def test_as_many_who_disagree_as_agree_is_no_consensus():
    answers = [{"stand": "agree"}, {"stand": "disagree"}, {"stand": "abstain"}]
    assert count(Rules("consensus", asked=3), answers)["outcome"] == "rejected"
    assert count(Rules("consensus", asked=3), answers[:1])["outcome"] == "adopted"


def test_fifty_options_and_a_thousand_rankings_are_counted_within_seconds():
    choices = tuple(map(Choice, range(1, 51)))
    answers = [{"ranking": [(n * k) % 53 % 50 + 1 for k in range(1, 4)]} for n in range(1, 1001)]
    answers = [{"ranking": list(dict.fromkeys(a["ranking"]))} for a in answers]
    with within(5):
        assert count(Rules("ranked", choices, asked=1000), answers)["rounds"]


FORGED = {
    "vote": ["yes", [], [0], [4], [1, 1], [1, 2, 3], [True], [1.0], [None], {"1": 1}, None, 1],
    "ranked": [[], [2, 2], [9], ["1"], [[1]], {1: 1}, "12", None],
    "score": [{}, {1: 6}, {1: -1}, {1: float("nan")}, {1: "5"}, {1: True}, {"1": 2}, {9: 1}, [1]],
    "dates": [{}, {1: "perhaps"}, {1: ["yes"]}, {1: None}, {7: "yes"}, ["yes"], None],
    "consent": ["agree", "", None, ["object"], {"stand": "object"}, 1],
    "advice": ["object", ["positive"]],
    "consensus": ["veto"],
    "recorded": ["block", 0],
}


@pytest.mark.parametrize(
    ("method", "answer"),
    [(method, answer) for method, answers in FORGED.items() for answer in answers],
    ids=str,
)
def test_a_forged_answer_is_refused(method, answer):
    rules = Rules(method, (Choice(1), Choice(2), Choice(3)), asked=3, max_choices=2)
    with pytest.raises(ValueError, match=r"."):
        read(rules, answer)


def test_what_was_withdrawn_cannot_be_chosen():
    rules = Rules("vote", (Choice(1), Choice(2), Choice(3, withdrawn=True)), asked=3)
    with pytest.raises(ValueError, match="no such option"):
        read(rules, [3])


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whatever_is_sent_is_an_answer_or_an_error(data):
    """An answer that is taken can be counted."""
    rules = data.draw(st.sampled_from([*METHODS]).flatmap(rules_of))
    junk = st.recursive(
        st.none() | st.booleans() | st.integers(-2, 7) | st.floats() | st.text(max_size=6)
        | st.sampled_from(["agree", "object", "yes"]),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.integers(0, 5), inner, max_size=3),
        max_leaves=6,
    )  # fmt: skip
    try:
        kept = read(rules, data.draw(junk))
    except ValueError:
        return
    assert count(replace(rules, asked=1), [kept])["answered"] == 1

"""Closing at its minute, what follows from the count, and what a person decides afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from conversations.models import Message
from conversations.outcomes.decisions import tasks
from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.decisions.models.errors import Forged, NotNow, Unanswered
from conversations.outcomes.decisions.wording import votes_in_words
from groups.access import MayNot
from tests.decisions.conftest import labels, tomorrow

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """Does the tasks that are due at this moment, as the worker would."""

    def work():
        while waiting := list(DBTaskResult.objects.ready()):
            for each in waiting:
                each.delete()
                each.task.call(*each.args_kwargs["args"])

    return work


def told(thread):
    """The verbs of the notices."""
    notices = thread.messages.filter(notice__isnull=False)
    return [notice["verb"] for notice in notices.values_list("notice", flat=True)]


def test_it_closes_by_itself_at_its_minute(propose, past, mobility, daan, work):
    """Also when the server was down at that minute: the task waits for it to come back."""
    decision = propose(closes_at=tomorrow())
    decision.cast(daan, [1])
    work()
    assert Decision.objects.get().state == "open"
    due = DBTaskResult.objects.get(run_after=decision.closes_at)
    past(decision, "closes_at")
    for _late_and_twice in range(2):
        due.task.call(*due.args_kwargs["args"])
    decision = Decision.objects.get()
    assert (decision.state, decision.chosen.meaning) == ("adopted", "for")
    assert told(mobility) == ["adopted"]
    assert mobility.messages.last().notice["itself"]
    assert decision.message.revision == mobility.stream.events.last().position


def test_what_opened_and_closed_while_the_server_was_down_is_opened_and_counted(
    propose, past, mobility, work
):
    decision = propose(opens_at=tomorrow(), closes_at=tomorrow(2))
    past(decision, "opens_at")
    past(decision, "closes_at")
    tasks.settle.call(decision.pk)
    decision.refresh_from_db()
    assert (decision.state, decision.result["because"]) == ("expired", "nobody_answered")
    assert told(mobility) == ["opened", "expired"]


def test_another_closing_time_holds_and_the_old_task_does_no_harm(propose, anna):
    decision = propose(closes_at=tomorrow())
    decision.reschedule(anna, tomorrow(5))
    tasks.settle.call(decision.pk)
    assert Decision.objects.get().state == "open"
    with pytest.raises(ValidationError):
        decision.reschedule(anna, tomorrow(-1))


def test_a_quorum_is_applied(propose, anna, daan, samira):
    decision = propose(quorum=67)
    decision.cast(daan, [1])
    decision.cast(samira, [1])
    decision.close(anna)
    assert (decision.state, decision.result["quorum"], decision.result["because"]) == (
        "expired", 3, "no_quorum",
    )  # fmt: skip
    with pytest.raises(NotNow):
        decision.decide(anna, adopted=True)


def test_every_method_ends_in_what_its_ballots_say(propose, anna, daan, samira):
    ends = [
        ("consent", [], ["consent", "abstain", "object"], "rejected", None),
        ("consensus", [], ["agree", "agree", "disagree"], "adopted", None),
        ("consensus", [], ["agree", "agree", "block"], "rejected", None),
        ("vote", labels("Oost", "West"), [[1], [2], [2]], "adopted", "West"),
        ("ranked", labels("Oost", "West", "Noord"), [[1], [2, 1], [3, 1]], "adopted", "Oost"),
        ("score", labels("Oost", "West"), [{1: 5}, {2: 3}, {2: 3}], "adopted", "West"),
        ("vote", labels("Oost", "West", "Noord"), [[1], [2], [3]], "closed", None),
    ]
    for method, options, answers, state, chosen in ends:
        decision = propose(method, options=options)
        for person, answer in zip((anna, daan, samira), answers, strict=True):
            decision.cast(person, answer, "Daarom")
        decision.close(anna)
        decision = Decision.objects.get(pk=decision.pk)
        assert (decision.state, decision.chosen and decision.chosen.label) == (state, chosen)
        assert decision.result["tally"] == decision.tally
        assert sum(row.votes for row in decision.rows) == sum(decision.tally.values())
        assert str(decision.because)


def test_a_ranked_choice_shows_its_last_round(propose, anna, daan, samira):
    decision = propose("ranked", options=labels("Oost", "West", "Noord"))
    for each, ranking in ((anna, [1]), (daan, [2]), (samira, [3, 2])):
        decision.cast(each, ranking)
    decision.close(anna)
    with override("en"):
        words = [(votes_in_words(decision, row), row.percent) for row in decision.rows]
    assert words == [("out in round 1", 0), ("2 votes in round 2", 67), ("out in round 1", 0)]


def test_a_date_poll_ends_with_a_moment(propose, anna, daan, samira):
    moments = [{"starts_at": tomorrow(n), "ends_at": tomorrow(n + 0.1)} for n in (3, 4)]
    decision = propose("dates", options=moments)
    decision.cast(anna, {1: "yes", 2: "no"})
    decision.cast(daan, {1: "maybe", 2: "yes"})
    decision.cast(samira, {1: "no", 2: "yes"})
    decision.close(anna)
    assert decision.chosen.starts_at == moments[1]["starts_at"]
    first, second = decision.rows
    assert (first.votes, first.yes, first.maybe, first.no) == (2, 1, 1, 1)
    assert (second.votes, second.chosen, second.percent) == (2, True, 67)


def test_of_a_tie_a_person_decides_between_those(propose, anna, daan, samira):
    decision = propose(options=labels("Oost", "West", "Noord"))
    decision.cast(daan, [1])
    decision.cast(samira, [2])
    decision.close(anna)
    assert (decision.state, decision.result["tied"]) == ("closed", [1, 2])
    with pytest.raises(MayNot):
        decision.decide(samira, adopted=True)
    for wrong in (None, decision.options.get(number=3)):
        with pytest.raises(Forged):
            decision.decide(anna, adopted=True, option=wrong)
    decision.decide(anna, adopted=True, option=decision.options.get(number=2))
    assert (decision.state, decision.chosen.label) == ("adopted", "West")


def test_who_asked_for_advice_answers_each_and_then_decides(propose, mobility, anna, daan, samira):
    decision = propose("advice", audience="named", people=[daan, samira], closes_at=tomorrow())
    decision.cast(daan, "changes", "Zet ze aan de noordkant")
    decision.cast(samira, "positive", "Goed plan")
    with pytest.raises(Unanswered):
        decision.decide(anna, adopted=True)
    for ballot in decision.ballots.all():
        decision.reply(anna, ballot, "Dank, dat doen we")
    decision.decide(anna, adopted=True, statement="Aan de noordkant")
    assert (decision.state, decision.statement) == ("adopted", "Aan de noordkant")
    assert told(mobility)[-1] == "decided_adopted"


def test_what_is_past_its_time_is_counted_before_it_can_be_taken_back(propose, past, anna, daan):
    decision = propose(closes_at=tomorrow())
    decision.cast(daan, [1])
    decision = past(decision, "closes_at")
    with pytest.raises(NotNow):
        decision.withdraw(anna, "Bij nader inzien")
    other = propose()
    other.withdraw(anna, "Bij nader inzien")
    assert (other.state, other.shows_tally) == ("withdrawn", False)


def test_a_reminder_goes_a_day_before_to_those_who_have_not_answered(
    propose, past, work, mailoutbox, anna, daan, samira
):
    decision = propose(closes_at=tomorrow(3), has_proxies=True)
    decision.cast(daan, [1])
    reminder = DBTaskResult.objects.get(run_after=decision.closes_at - timedelta(days=1))
    reminder.task.call(decision.pk)  # too early: nothing
    Decision.objects.update(closes_at=timezone.now() + timedelta(hours=23))
    for _twice in range(2):
        reminder.task.call(decision.pk)
    work()
    assert sorted(mail.to for mail in mailoutbox) == [[anna.email], [samira.email]]
    assert "http" in mailoutbox[0].body
    mailoutbox.clear()
    decision.give_proxy(samira, daan)
    decision.reschedule(anna, timezone.now() + timedelta(hours=20))
    tasks.remind.call(decision.pk)
    work()
    assert sorted(mail.to for mail in mailoutbox) == [[anna.email], [daan.email]]


def test_the_result_goes_to_who_took_part_and_may_still_read(
    propose, water, work, mailoutbox, anna, daan, samira
):
    decision = propose()
    for person in (anna, daan, samira):
        decision.cast(person, [1])
    water.leave(samira)
    decision.close(anna)
    work()
    assert sorted(mail.to for mail in mailoutbox) == [[anna.email], [daan.email]]
    assert decision.title in mailoutbox[0].subject


def test_when_the_review_comes_who_carries_it_out_is_asked_to_look_again(
    propose, mobility, work, mailoutbox, anna, samira
):
    decision = propose("recorded")
    day = timezone.localdate() + timedelta(days=90)
    decision.state_outcome(anna, "We doen het", carriers=[samira], review_on=day)
    due = DBTaskResult.objects.get(run_after=tasks.morning_of(day))
    due.task.call(decision.pk)  # too early: nothing
    Decision.objects.update(review_on=timezone.localdate())
    for _twice in range(2):
        due.task.call(decision.pk)
    work()
    assert sorted(mail.to for mail in mailoutbox) == [[anna.email], [samira.email]]
    assert told(mobility) == ["stated", "review"]


def test_a_review_comes_on_its_day_also_when_it_was_named_far_to_the_east(propose, anna):
    decision = propose("recorded")
    day = timezone.localdate() + timedelta(days=90)
    with timezone.override("Pacific/Auckland"):
        decision.state_outcome(anna, "We doen het", review_on=day)
    due = DBTaskResult.objects.get(task_path=tasks.remind_of_review.module_path)
    assert timezone.localdate(due.run_after) == day  # a day early it would do nothing, for good


def test_no_letter_goes_out_about_a_card_that_was_taken_away(propose, work, mailoutbox, anna, daan):
    decision = propose()
    decision.cast(daan, [1])
    decision.close(anna)
    decision.message.hide(daan, "Niet hier")
    work()
    assert not [mail for mail in mailoutbox if decision.title in mail.subject]


def test_a_redacted_decision_keeps_none_of_its_words(propose, anna, daan, samira):
    decision = propose(
        "consent", title="GEHEIM", body="GEHEIM", statement="GEHEIM", decided_by="GEHEIM"
    )
    decision.cast(samira, "object", "GEHEIM")
    decision.reply(anna, decision.ballots.get(), "GEHEIM")
    decision.amend(anna, "GEHEIM", "GEHEIM anders", why="GEHEIM")
    other = propose(options=labels("GEHEIM", "Iets"), title="Waar")
    for each in (decision, other):
        each.message.redact(daan, "Staat een naam in")
        each = Decision.objects.get(pk=each.pk)
        kept = [
            each.title, each.statement, each.decided_by, *each.searched,
            *each.amendments.values_list("body", flat=True),
            *each.ballots.values_list("reason", flat=True),
            *each.ballots.values_list("reply", flat=True),
            *map(str, each.options.all()),
        ]  # fmt: skip
        assert not any("GEHEIM" in words for words in kept)
    assert not Message.objects.filter(notice__why="GEHEIM").exists()

"""What is done with decisions and tasks by a click in a mail: signed, and nothing guessed."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from conversations.kinds import CannotAnswer, outcome_kinds
from conversations.mail import addresses, buttons
from conversations.outcomes.decisions import notices
from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.tasks.models import Status, Task

pytestmark = pytest.mark.once


@pytest.fixture
def propose(mobility, anna):
    counter = iter(range(10**6))

    def propose(method="consent", **fields):
        about = {"title": "Meer rekken", "client_id": f"propose-{next(counter)}"}
        return Decision.objects.grow(mobility, anna, method=method, **about | fields)

    return propose


@pytest.fixture
def chore(mobility, anna):
    def chore(**fields):
        return Task.objects.grow(mobility, anna, title="Rekken", client_id="chore", **fields)

    return chore


def names(outcome, person):
    verbs = outcome.config.mail_verbs(outcome, [person]).get(person.pk, [])
    return [verb.name for verb in verbs]


def click(outcome, person, verb, words=""):
    return outcome.config.answer_by_mail(outcome, person, verb, words)


def test_who_is_asked_gets_a_button_for_each_answer(propose, samira, carla):
    proposal = propose()
    assert names(proposal, samira) == ["consent-1", "abstain-1", "object-1"]
    assert names(proposal, carla) == []


def test_a_click_is_an_answer_and_the_sentence_says_which(propose, samira):
    proposal = propose()
    with override("en"):
        assert "No objection" in click(proposal, samira, "consent-1")
    assert proposal.ballot_of(samira).answer == {"stand": "consent"}


def test_the_reply_to_an_objection_is_its_reason(propose, samira):
    proposal = propose()
    verbs = proposal.config.mail_verbs(proposal, [samira])[samira.pk]
    assert [verb.asks_reason for verb in verbs] == [False, False, True]
    with pytest.raises(CannotAnswer):
        click(proposal, samira, "object-1")
    click(proposal, samira, "object-1", "De brandweer kan er niet langs.")
    assert proposal.ballot_of(samira).reason == "De brandweer kan er niet langs."


def test_what_was_amended_since_the_mail_is_not_what_was_answered(propose, anna, samira):
    proposal = propose()
    proposal.amend(anna, title="Nog meer rekken", body="Zestig.", why="Er zijn er te weinig.")
    with pytest.raises(CannotAnswer):
        click(proposal, samira, "consent-1")
    assert names(proposal, samira)[0] == "consent-2"


@pytest.mark.parametrize("verb", ["", "agree-1", "consent-", "consent-99999", "opt1-1", "é-1"])
def test_what_no_button_stands_for_is_refused(propose, samira, verb):
    with pytest.raises(CannotAnswer):
        click(propose(), samira, verb)


def test_who_was_not_asked_cannot_answer(propose, carla, samira, water):
    proposal = propose()
    water.leave(samira)
    for person in (carla, samira):
        with pytest.raises(CannotAnswer):
            click(proposal, person, "consent-1")


def test_a_vote_has_a_button_for_each_option(propose, samira):
    vote = propose("vote", options=[{"label": "Blauw"}, {"label": "Groen"}])
    assert names(vote, samira) == ["opt1-1", "opt2-1"]
    click(vote, samira, "opt2-1")
    assert vote.ballot_of(samira).answer == {"options": [2]}


def test_a_secret_vote_has_no_buttons_since_a_mail_would_tell(propose, samira):
    vote = propose("vote", options=[{"label": "Blauw"}, {"label": "Groen"}], is_secret=True)
    assert names(vote, samira) == []
    with pytest.raises(CannotAnswer):
        click(vote, samira, "opt2-1")


def test_names_fit_in_an_address(propose, samira):
    recorded = propose("recorded")
    for verb in names(recorded, samira):
        address = addresses.outcome_address(samira, recorded.message, verb)
        assert len(address.partition("@")[0]) <= addresses.MAX_LOCAL
        assert addresses.parse(address).command == verb


@pytest.fixture
def dates(propose):
    begin = timezone.now() + timedelta(days=3)
    moments = [{"starts_at": begin + timedelta(days=n), "label": ""} for n in range(2)]
    return propose("dates", options=moments)


def test_dates_are_answered_one_by_one(dates, samira):
    click(dates, samira, "yes1-1")
    click(dates, samira, "maybe2-1")
    assert dates.ballot_of(samira).answer == {"dates": [[1, "yes"], [2, "maybe"]]}


def reply_to(invitation, partstat):
    """What a calendar program sends back."""
    calendar = Calendar.from_ical(invitation)
    calendar["method"] = "REPLY"
    calendar.walk("VEVENT")[0]["attendee"].params["PARTSTAT"] = partstat
    return calendar.to_ical()


def test_an_invitation_that_is_accepted_answers_the_poll(dates, samira):
    (_name, first), (_other, second) = dates.config.mail_files(dates, samira)
    for invitation, partstat in ((first, "ACCEPTED"), (second, "DECLINED")):
        dates.config.answer_by_calendar(dates, samira, reply_to(invitation, partstat))
    assert dates.ballot_of(samira).answer == {"dates": [[1, "yes"], [2, "no"]]}


def test_an_invitation_says_where_its_answer_goes(dates, samira):
    (_name, invitation), _other = dates.config.mail_files(dates, samira)
    organizer = Calendar.from_ical(invitation).walk("VEVENT")[0]["organizer"]
    found = addresses.parse(str(organizer).removeprefix("mailto:"))
    assert (found.person, found.thing, found.command) == (samira, dates.message_id, "")


@pytest.mark.parametrize(
    "calendar",
    [
        b"",
        b"junk",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"\x00" * 500,
        b"x" * 200_000,
        b"BEGIN:VEVENT\r\nDTSTART;TZID=" + b"a/" * 10_000 + b":20260101T000000\r\nEND:VEVENT",
        b"BEGIN:VEVENT\r\n" * 2_000,
    ],
)
def test_a_calendar_that_cannot_be_read_answers_nothing(dates, samira, calendar):
    with pytest.raises(CannotAnswer):
        dates.config.answer_by_calendar(dates, samira, calendar)


def test_an_invitation_to_something_else_answers_nothing(dates, propose, samira):
    moments = [timezone.now() + timedelta(days=n) for n in (9, 10)]
    other = propose("dates", options=[{"label": "", "starts_at": moment} for moment in moments])
    (_name, invitation) = other.config.mail_files(other, samira)[0]
    with pytest.raises(CannotAnswer):
        dates.config.answer_by_calendar(dates, samira, reply_to(invitation, "ACCEPTED"))


def test_who_does_a_task_says_that_it_is_done(chore, samira, daan):
    task = chore(people=[samira])
    assert names(task, samira) == ["done"]
    assert names(task, daan) == []
    click(task, samira, "done")
    click(task, samira, "done")
    task.refresh_from_db()
    assert task.status == Status.DONE
    assert names(task, samira) == []


def test_where_someone_is_missing_others_take_it_on(chore, samira):
    task = chore(wanted=1)
    assert names(task, samira) == ["signup"]
    click(task, samira, "signup")
    assert samira in task.doers()


def test_what_was_dropped_cannot_be_done(chore, anna, samira):
    task = chore(people=[samira])
    task.move(anna, Status.DROPPED)
    with pytest.raises(CannotAnswer):
        click(task, samira, "done")


def test_the_number_of_queries_does_not_grow_with_the_people(
    propose, chore, anna, daan, samira, django_assert_max_num_queries
):
    for outcome in (propose(), chore(people=[samira])):
        config = outcome_kinds()[outcome.kind]
        outcome = config.outcomes.for_cards().get(pk=outcome.pk)
        with django_assert_max_num_queries(2):
            config.mail_verbs(outcome, [anna, daan, samira])


# The link


def path(person, outcome, verb):
    url = buttons.button_url(person, outcome.message, verb)
    return "/" + url.split("/", 3)[3]


def test_opening_the_link_does_nothing_and_its_button_does(client, propose, samira):
    proposal = propose()
    link = path(samira, proposal, "consent-1")
    assert proposal.title in client.get(link).content.decode()
    assert proposal.ballot_of(samira) is None
    assert client.post(link).status_code == 200
    assert proposal.ballot_of(samira).answer == {"stand": "consent"}


def test_a_reason_that_is_missing_is_asked_beside_the_field(client, propose, samira):
    proposal = propose()
    link = path(samira, proposal, "object-1")
    answer = client.post(link, {"words": " "})
    assert answer.status_code == 422
    assert "words" in answer.context["form"].errors
    client.post(link, {"words": "Te duur."})
    assert proposal.ballot_of(samira).reason == "Te duur."


def test_a_link_is_nobodys_after_its_person_left_or_revoked_it(client, propose, samira, water):
    proposal = propose()
    link = path(samira, proposal, "consent-1")
    addresses.revoke_all(samira)
    assert client.get(link).status_code == 410
    link = path(samira, proposal, "consent-1")
    assert client.get(link).status_code == 200
    water.leave(samira)
    assert client.get(link).status_code == 410
    assert proposal.title not in client.get(link).content.decode()


def test_when_there_is_nothing_to_do_any_more_the_page_says_how_it_stands(client, chore, samira):
    task = chore(people=[samira])
    task.move(samira, Status.DONE)
    answer = client.get(path(samira, task, "done"))
    assert answer.status_code == 410
    assert task.title in answer.content.decode()


# Letters


def test_a_reminder_brings_the_buttons_along(client, propose, samira):
    proposal = propose(closes_at=timezone.now() + timedelta(days=2))
    notices.send(proposal, "reminder", [samira])
    (letter,) = mail.outbox
    links = re.findall(r"https?://[^/]+(/mail/answer/\S+)", letter.body)
    assert [client.get(link).context["verb"].name for link in links] == names(proposal, samira)


def test_where_mails_contain_no_words_a_letter_says_that_there_is_news(propose, samira, water):
    water.mails_words = False
    water.save()
    proposal = propose(closes_at=timezone.now() + timedelta(days=2))
    notices.send(proposal, "reminder", [samira])
    (letter,) = mail.outbox
    assert proposal.title not in letter.subject + letter.body
    assert proposal.get_absolute_url() in letter.body


def test_a_button_speaks_the_language_of_who_reads_it(propose, samira, daan):
    samira.language, daan.language = "en", "nl"
    proposal = propose(closes_at=timezone.now() + timedelta(days=2))
    notices.send(proposal, "reminder", [daan, samira])
    in_dutch, in_english = mail.outbox
    assert "No objection" in in_english.body
    assert "Geen bezwaar" in in_dutch.body and "No objection" not in in_dutch.body

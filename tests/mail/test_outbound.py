"""What is said goes out by mail, to each as they chose."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations import tasks
from conversations.mail.outbound import rounds
from conversations.models import Bouncing, Outgoing, Participation, Thread
from conversations.models.mailing import MOST_DELAYS

EVERY, MENTIONS, DAILY, NONE = "every", "mentions", "daily", "none"
DELAY = 90


@pytest.fixture
def round_of(settings, water):
    """`round_of()`: what goes out when all that was said has waited: {first name: [subject and
    words]}. Everyone in the group gets every message, and the thread's first one is gone."""
    settings.MAIL_DELAY_SECONDS = DELAY
    water.memberships.update(mail=EVERY)

    def round_of():
        later(seconds=DELAY)
        rounds.send_due()
        sent = {}
        for each in mail.outbox:
            sent.setdefault(each.to[0].partition("@")[0], []).append(each)
        mail.outbox = []
        return sent

    return round_of


def later(**time):
    """What waits has waited so much longer."""
    for waiting in Outgoing.objects.all():
        waiting.queued_at -= timedelta(**time)
        waiting.save()


@pytest.fixture
def singel(mobility, round_of):
    """A conversation of which all was mailed."""
    round_of()
    return mobility


def chose(person, group, choice):
    group.memberships.filter(person=person).update(mail=choice)


def attend(person, thread, attention):
    thread.participation(person).attend(attention)


def named(name, group=None, mail_choice=None):
    person = get_user_model().objects.create_user(f"{name.lower()}@voorbeeld.nl", name)
    if group:
        group.admit(person, mail=mail_choice)
    return person


def words(mails):
    return " ".join(each.body for each in mails)


def test_each_gets_what_they_chose_and_nobody_their_own_words(singel, say, water, anna, round_of):
    els = named("Els", water, MENTIONS)
    for name, choice in [("Jan", MENTIONS), ("Mo", DAILY), ("Piet", NONE)]:
        named(name, water, choice)
    first = say(singel, els, "Ik kijk mee")
    say(singel, anna, "Wat vind jij, @jan, @mo en @piet?")
    say(singel, anna, "Dank je", quotes=first)
    sent = round_of()
    assert set(sent) == {"daan", "samira", "els", "jan"}  # Anna wrote in the browser: she saw it
    assert "Ik kijk mee" in words(sent["daan"])
    assert "Dank je" in words(sent["daan"])
    assert "Dank je" in words(sent["els"])  # an answer to her
    assert "Wat vind jij" not in words(sent["els"])
    assert "Wat vind jij" in words(sent["jan"])
    assert "Dank je" not in words(sent["jan"])
    assert round_of() == {}


def test_to_follow_or_mute_a_conversation_goes_before_the_choice(
    singel, say, water, square, anna, daan, samira, carla, round_of
):
    chose(daan, water, NONE)
    attend(daan, singel, "follow")
    attend(samira, singel, "mute")
    say(singel, anna, "Voor wie volgt")
    assert set(round_of()) == {"daan"}
    answered = say(singel, samira, "Een vraag")
    say(singel, anna, "Een antwoord", quotes=answered)
    say(singel, anna, f"Toch even @{samira.handle}")
    sent = round_of()
    assert "Toch even" in words(sent["samira"])
    assert len(sent["samira"]) == 1
    assert sent["samira"][0].body.count("Een antwoord") == 1  # as context only
    # Somebody outside the group may follow what they can read, and not what they cannot.
    open_one = Thread.objects.start(square, anna, "Markt", "Kom ook", client_id="markt")
    for thread in (open_one, singel):
        attend(carla, thread, "follow")
    say(singel, anna, "Besloten")
    assert [each.subject for each in round_of()["carla"]] == ["Markt"]


def test_what_is_said_between_a_few_people_is_mailed_to_each(water, say, anna, daan, round_of):
    between = anna.talk_with([daan])
    thread = Thread.objects.start(between, anna, "Even bellen?", "Om drie uur", client_id="few")
    assert "Om drie uur" in words(round_of()["daan"])
    say(thread, daan, "Prima")
    assert set(round_of()) == {"anna"}


def test_what_was_read_in_the_browser_is_not_mailed(singel, say, anna, daan, samira, round_of):
    say(singel, anna, "Eerste")
    singel.participation(daan).read(2)
    say(singel, anna, "Tweede")
    singel.participation(samira).read(3)
    sent = round_of()
    assert set(sent) == {"daan"}
    assert "Tweede" in words(sent["daan"])
    assert "Message-ID" in sent["daan"][0].extra_headers


def test_who_answers_by_mail_still_gets_what_others_said_meanwhile(
    singel, say, anna, daan, samira, round_of
):
    say(singel, anna, "Kan het morgen?")
    say(singel, daan, "Ja, hoor", via="mail")
    say(singel, samira, "Nee", via="mail")
    assert "Kan het morgen?" in words(round_of()["daan"])
    assert Participation.objects.get(thread=singel, person=anna).read_to == 2


def test_an_answer_by_mail_without_a_quotation_is_to_what_stands_before_it(
    singel, say, water, anna, daan, samira, round_of
):
    for person in (anna, samira):
        chose(person, water, MENTIONS)
    say(singel, samira, "Mijn vraag")
    say(singel, daan, "Mijn antwoord", via="mail")
    assert set(round_of()) == {"daan", "samira"}


def test_a_burst_is_one_mail_that_waits_until_it_is_over(singel, say, anna, settings, round_of):
    say(singel, anna, "Een")
    later(seconds=DELAY - 1)
    say(singel, anna, "Twee")
    later(seconds=2)  # the first has waited, the second has not
    again = rounds.send_due()
    assert mail.outbox == []
    assert again == Outgoing.objects.latest("queued_at").queued_at + timedelta(seconds=DELAY)
    [message] = round_of()["daan"]
    assert "Een" in message.body
    assert "Twee" in message.body


def test_a_great_many_messages_come_in_several_mails(singel, say, anna, monkeypatch, round_of):
    monkeypatch.setattr(rounds, "MESSAGES", 2)
    for number in range(3):
        say(singel, anna, f"Bericht {number}")
    [first] = round_of()["daan"]
    [second] = round_of()["daan"]
    assert "Bericht 1" in first.body
    assert "Bericht 2" not in first.body
    assert "Bericht 2" in second.body


def test_where_people_go_on_and_on_mail_goes_out_in_between(singel, say, anna, round_of):
    say(singel, anna, "Begin")
    later(seconds=MOST_DELAYS * DELAY)
    say(singel, anna, "Nog te herroepen")
    rounds.send_due()
    assert "Begin" in words(mail.outbox)
    assert "Nog te herroepen" not in words(mail.outbox)
    mail.outbox = []
    assert "Nog te herroepen" in words(round_of()["daan"])


def test_what_is_taken_back_or_away_in_time_is_not_mailed_nor_notices(
    singel, say, anna, daan, round_of
):
    say(singel, anna, "Oeps").withdraw(anna)
    say(singel, anna, "Schelden").hide(daan, "Hoort hier niet")
    singel.slow_down(daan, 30)
    assert round_of() == {}
    assert not Outgoing.objects.exists()


def test_nothing_is_mailed_to_who_may_not_see_it_at_that_moment(
    singel, say, water, anna, daan, samira, carla, round_of
):
    singel.bring_in(carla, by=anna)
    attend(carla, singel, "follow")
    els, jan = named("Els", water, EVERY), named("Jan", water, EVERY)
    say(singel, anna, "Nieuws")
    water.leave(samira)
    els.is_active = False
    els.save()
    water.memberships.filter(person=jan).update(paused_until=timezone.now() + timedelta(days=1))
    assert set(round_of()) == {"daan", "carla"}
    say(singel, anna, "Voor de moderators")
    singel.send_off(carla, by=anna)
    singel.hide(daan, "Even nakijken")
    assert set(round_of()) == {"daan"}


def test_a_suspended_address_gets_nothing_and_holds_up_nobody(singel, say, anna, daan, round_of):
    Bouncing.objects.create(email=daan.email, suspended_at=timezone.now())
    say(singel, anna, "Nieuws")
    assert set(round_of()) == {"samira"}


def test_history_is_not_mailed(singel, say, anna, round_of):
    say(singel, anna, "Van toen", posted_at=timezone.now() - timedelta(days=400))
    assert round_of() == {}


def test_what_a_moderator_moves_is_mailed_once_whenever_that_is(
    singel, say, water, anna, daan, samira, round_of
):
    old = say(singel, anna, "Oud")
    round_of()
    new = say(singel, anna, "Vers")
    other = singel.split(daan, "Apart", [old, new])
    sent = round_of()
    assert {(each.subject, "Oud" in each.body, "Vers" in each.body) for each in sent["samira"]} == {
        ("Apart", True, True)  # the old one as context
    }
    assert sent["samira"][0].extra_headers["Message-ID"].startswith(f"<{other.pk}.{new.pk}@")
    # Merged: what goes out still is mailed, although later things of that thread were already.
    waiting = say(singel, anna, "Wacht nog")
    say(other, anna, "Al verstuurd")
    Outgoing.objects.exclude(message=waiting).update(queued_at=timezone.now() - timedelta(hours=1))
    rounds.send_due()
    assert len(mail.outbox) == 2
    mail.outbox = []
    singel.merge(daan, other)
    sent = round_of()
    assert "Wacht nog" in words(sent["samira"])
    assert len(sent["samira"]) == 1
    assert round_of() == {}


def test_who_was_mailed_it_before_a_split_is_not_mailed_it_again(singel, say, anna, daan, samira):
    message = say(singel, anna, "Halverwege")
    Participation.objects.update_or_create(
        thread=singel, person=samira, defaults={"mailed_to": message.pk}
    )
    later(seconds=DELAY)  # a worker died after Samira's mail
    singel.split(daan, "Apart", [message])
    rounds.send_due()
    assert [each.to for each in mail.outbox] == [[daan.email]]


def test_a_group_without_words_in_mail_tells_once_until_someone_comes_back(
    singel, say, water, anna, daan, round_of
):
    water.describe(by=anna, mails_words=False)
    say(singel, anna, "Geheim plan")
    [message] = round_of()["samira"]
    for part in (message.subject, message.body, message.message().as_string()):
        assert "Geheim" not in part
        assert "singel" not in part
        assert "Anna" not in part
    say(singel, daan, "Nog een geheim")
    assert set(round_of()) == {"anna"}  # who posted by the browser has been there
    singel.participation(daan).read(3)
    say(singel, anna, "En nog een")
    assert set(round_of()) == {"daan"}


def test_rounds_ask_as_much_for_many_as_for_few(singel, say, water, anna):
    def asked():
        say(singel, anna, "Nieuws")
        later(seconds=DELAY)
        with CaptureQueriesContext(connection) as queries:
            rounds.send_due()
        count, mail.outbox = len(mail.outbox), []
        return len(queries), count

    few, mails = asked()
    for name in ("Els", "Jan", "Mo", "Piet", "Kees"):
        named(name, water, EVERY)
    many, more_mails = asked()
    assert (mails, more_mails) == (2, 7)
    assert many - few == 5  # that they have it, of each


def test_posting_plans_one_task_that_plans_the_next(
    singel, say, anna, monkeypatch, round_of, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("conversations.tasks._mail_at", 0)
    began = timezone.now()

    def planned(task):
        return DBTaskResult.objects.filter(task_path=task.module_path, status="READY")

    DBTaskResult.objects.all().delete()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            say(singel, anna, "Nieuws")
    assert planned(tasks.send_mail).count() == 1
    planned(tasks.send_mail).delete()
    tasks.send_mail.call()  # too early
    assert len(mail.outbox) == 0
    again = planned(tasks.send_mail).earliest("run_after").run_after
    assert again <= timezone.now() + timedelta(seconds=DELAY)
    later(seconds=DELAY)
    tasks.send_mail.call()
    assert len(mail.outbox) == 2
    tasks.send_digests.call()
    [digests] = planned(tasks.send_digests)
    assert (digests.run_after.minute, digests.run_after > began) == (0, True)
    planned(tasks.send_mail).delete()
    tasks.send_mail.call()
    assert not planned(tasks.send_mail).exists()  # until somebody says something

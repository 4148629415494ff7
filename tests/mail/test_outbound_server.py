"""Mail that goes out, over a real connection to a mail server: what it refuses, when it is away,
and who dies in the middle."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from conversations import tasks
from conversations.mail.outbound import rounds
from conversations.mail.outbound.outlet import Outlet
from conversations.models import Bouncing, Mailing, Outgoing
from conversations.models.mailing import GIVE_UP, LEASE, NotOurs
from groups.models import Person
from tests.mail.sink import Sink
from tests.servers import PATIENCE, database_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink(settings):
    settings.MAIL_DELAY_SECONDS = 0
    sink = Sink().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.controller.port
    yield sink
    sink.stop()


@pytest.fixture
def readers(water, anna, daan, samira):
    """Six people besides Anna, in the order in which they are served."""
    for name in ("els", "jan", "mo", "piet"):
        person = get_user_model().objects.create_user(f"{name}@voorbeeld.nl", name.title())
        water.admit(person)
    water.memberships.update(mail="every")
    return [person.email for person in water.members.exclude(pk=anna.pk).order_by("pk")]


@pytest.fixture
def waiting(mobility, readers):
    """Anna's message, which is to be mailed."""
    return mobility.messages.get()


def soon():
    """The next try is now."""
    Mailing.objects.update(due_at=timezone.now(), claimed_until=None)


def test_a_refused_recipient_is_recorded_and_holds_up_nobody(sink, waiting, readers):
    daan, samira, els = readers[:3]
    sink.answers = {
        daan: "550 5.1.1 No such mailbox", samira: "451 4.7.1 Later", els: "554 5.7.1 Not from you",
    }  # fmt: skip
    rounds.send_due()
    assert sink.recipients == readers[3:]
    assert Bouncing.objects.get().email == daan
    sink.answers = {}
    assert rounds.send_due() > timezone.now() + timedelta(seconds=20)  # not at once
    soon()
    assert rounds.send_due() is None
    assert sink.recipients == [*readers[3:], samira, els]


def test_what_a_server_does_not_take_for_days_is_given_up(sink, waiting, readers):
    sink.answers = {readers[0]: "451 4.7.1 Later"}
    rounds.send_due()
    Outgoing.objects.update(queued_at=timezone.now() - GIVE_UP)
    soon()
    assert rounds.send_due() is None
    assert sink.recipients == readers[1:]


def test_a_server_that_is_away_loses_nothing(sink, settings, waiting, readers):
    settings.EMAIL_PORT = 1
    first = rounds.send_due()
    soon()
    second = rounds.send_due()
    assert timedelta() < first - timezone.now() < second - timezone.now()
    assert Outgoing.objects.count() == 1
    settings.EMAIL_PORT = sink.controller.port
    soon()
    rounds.send_due()
    assert sink.recipients == readers


def test_a_server_that_takes_nothing_is_not_asked_for_everyone(sink, waiting, readers):
    sink.answers = dict.fromkeys(readers, "554 5.7.1 Relay access denied")
    asked = []
    sink.before = asked.append
    rounds.send_due()
    assert len(asked) == 5
    assert not Bouncing.objects.exists()
    sink.answers = {}
    soon()
    rounds.send_due()
    assert sink.recipients == readers


def test_many_addresses_that_do_not_work_now_hold_up_nobody(sink, waiting, readers):
    """As Postfix says of a domain that is gone: it may come back."""
    said = "450 4.1.2 Recipient address rejected: Domain not found"
    sink.answers = dict.fromkeys(readers[:5], said)
    assert rounds.send_due() > timezone.now() + timedelta(seconds=20)
    assert sink.recipients == readers[5:]
    Outgoing.objects.update(queued_at=timezone.now() - GIVE_UP)
    soon()
    assert rounds.send_due() is None
    assert set(Bouncing.objects.values_list("email", flat=True)) == set(readers[:5])


def test_what_is_said_next_does_not_wait_for_who_could_not_be_served(
    sink, waiting, readers, mobility, say, anna
):
    sink.answers = {readers[0]: "452 4.2.2 Mailbox full"}
    rounds.send_due()
    say(mobility, anna, "Nog iets")
    assert rounds.send_due() > timezone.now() + timedelta(seconds=20)
    assert sink.recipients == readers[1:] * 2
    sink.answers = {}
    soon()
    assert rounds.send_due() is None
    assert sink.recipients == [*readers[1:] * 2, readers[0]]  # both in one


@pytest.mark.parametrize(
    "answer",
    ["550 5.1.8 Sender address rejected: Domain not found", "550 relay not permitted"],
)
def test_what_is_wrong_with_us_counts_against_nobody(sink, waiting, readers, answer):
    sink.answers = dict.fromkeys(readers, answer)
    rounds.send_due()
    assert not Bouncing.objects.exists()
    sink.answers = {}
    soon()
    rounds.send_due()
    assert sink.recipients == readers


def test_a_fault_in_the_mail_to_one_person_is_not_that_of_the_others(
    sink, waiting, readers, monkeypatch
):
    def clock(person):
        if person.email == readers[0]:
            raise RuntimeError("a fault of ours")
        return timezone.get_default_timezone()

    with monkeypatch.context() as faulty:
        faulty.setattr(Person, "clock", property(clock))
        again = rounds.send_due()
    assert sink.recipients == readers[1:] and again > timezone.now()
    soon()
    assert rounds.send_due() is None
    assert sink.recipients == [*readers[1:], readers[0]]


def test_a_time_zone_that_is_not_known_any_more_stops_no_mail(sink, waiting, readers, water):
    water.members.filter(email=readers[0]).update(time_zone="Mars/Olympus_Mons")
    assert rounds.send_due() is None
    assert sink.recipients == readers


def test_who_leaves_while_others_are_served_gets_nothing(
    sink, waiting, readers, water, monkeypatch
):
    monkeypatch.setattr(rounds, "FRESH", 0)
    last = water.members.get(email=readers[-1])

    def leave(recipient):
        if recipient == readers[0]:
            in_a_thread(lambda: water.leave(last))

    sink.before = leave
    rounds.send_due()
    assert sink.recipients == readers[:-1]


def test_when_more_people_come_to_read_it_meanwhile_the_mails_say_so_from_then_on(
    sink, waiting, readers, water, anna, monkeypatch
):
    monkeypatch.setattr(rounds, "FRESH", 0)

    def open_up(recipient):
        if recipient == readers[1]:
            in_a_thread(lambda: water.describe(by=anna, reading="signed_in"))

    sink.before = open_up
    rounds.send_due()
    said = [mail.get_body(("plain",)).get_content() for _recipient, mail in sink.taken]
    assert ["Iedereen die is ingelogd" in words for words in said] == [False, False, *[True] * 4]


@pytest.mark.parametrize("is_quoted", [True, False])
def test_what_is_taken_back_while_others_are_served_is_context_no_more(
    sink, waiting, readers, mobility, say, anna, monkeypatch, is_quoted
):
    monkeypatch.setattr(rounds, "FRESH", 0)
    Outgoing.objects.all().delete()
    say(mobility, anna, "Antwoord", quotes=waiting if is_quoted else None)

    def take_back(recipient):
        if recipient == readers[1]:
            in_a_thread(lambda: waiting.withdraw(anna))

    sink.before = take_back
    rounds.send_due()
    said = [mail.get_body(("plain",)).get_content() for _recipient, mail in sink.taken]
    assert ["Wie kijkt er mee?" in words for words in said] == [True, True, *[False] * 4]


def test_a_round_in_many_short_turns_serves_everyone_and_forgets_nobody(
    sink, waiting, readers, monkeypatch
):
    monkeypatch.setattr(rounds, "SLICE", 0)
    monkeypatch.setattr(rounds, "BATCH", 1)
    sink.answers = {readers[0]: "451 4.7.1 Later"}
    turns = 0
    while (again := rounds.send_due()) <= timezone.now():
        turns += 1
    assert turns > 2
    assert sink.recipients == readers[1:]
    assert again > timezone.now() + timedelta(seconds=20)
    sink.answers = {}
    soon()
    while rounds.send_due() is not None:
        pass
    assert sink.recipients == [*readers[1:], readers[0]]


def test_of_two_workers_one_is_at_a_conversation(sink, waiting, readers):
    others = []

    def try_along(recipient):
        others.append(in_a_thread(rounds.send_due))

    sink.before = try_along
    rounds.send_due()
    assert sink.recipients == readers
    assert min(others) > timezone.now()  # they come back when a dead one would have let go


def test_a_worker_that_was_asleep_for_too_long_stops(sink, waiting, readers):
    """Another has taken over meanwhile."""

    def oversleep(recipient):
        if recipient == readers[1]:
            mailing.claimed_until -= LEASE
            in_a_thread(lambda: Mailing.objects.update(claimed_until=timezone.now() + LEASE))

    sink.before = oversleep
    mailing = Mailing.claim(thread_id=waiting.thread_id)
    with Outlet() as outlet, pytest.raises(NotOurs):
        rounds.Round(mailing, outlet).run()
    assert sink.recipients == readers[:2]


def test_after_a_kill_everyone_has_it_once(sink, waiting, readers):
    tasks.send_mail.enqueue()
    worker = [
        sys.executable,
        "manage.py",
        "db_worker",
        "--queue-name",
        "*",
        "--batch",
        "--no-startup-delay",
    ]
    environment = os.environ | {
        "DATABASE_URL": database_url(), "EMAIL_URL": sink.url, "MAIL_DELAY_SECONDS": "0",
        "DEVELOPMENT": "1",
    }  # fmt: skip

    def run():
        return subprocess.Popen(worker, cwd=project.BASE_DIR, env=environment)

    killed = []

    def kill(recipient):
        if recipient == readers[3] and not killed:
            process.send_signal(signal.SIGKILL)
            killed.append(recipient)

    sink.before = kill
    process = run()
    assert process.wait(PATIENCE) == -signal.SIGKILL
    assert sink.recipients == readers[:3]
    assert rounds.send_due() > timezone.now()  # it still holds the conversation
    Mailing.objects.update(claimed_until=timezone.now())
    process = run()  # which begins with what was left
    assert process.wait(PATIENCE) == 0
    assert sink.recipients == readers
    assert len({mail["Message-ID"] for _recipient, mail in sink.taken}) == 1


def in_a_thread(work):
    """What `work` gives, as another worker does it."""

    def with_its_connection():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(with_its_connection).result()

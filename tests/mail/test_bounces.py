"""Mail that came back: what counts, when an address is suspended, and the way back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from conversations.mail import addresses
from conversations.models import AutomaticAnswer, Bouncing, Delivery
from tests.conftest import person

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def suspended_after(weight, *, every, days=120):
    """On which day an address is suspended, to which a mail goes out each so many days."""
    bouncing = Bouncing(email="weg@elders.nl")
    for day in range(0, days, every):
        bouncing.count(weight, START + timedelta(days=day))
        if bouncing.suspended_at:
            return day
    return None


@pytest.mark.once
def test_an_address_that_does_not_exist_is_suspended_within_days_and_a_full_mailbox_within_weeks():
    assert suspended_after(1, every=1) == 2
    assert suspended_after(1, every=7) == 21
    assert 7 < suspended_after(0.25, every=1) < 21
    assert suspended_after(0.25, every=7) is None, "what is full now and then is in use"


@pytest.mark.once
def test_one_day_counts_no_more_than_one_hard_bounce_and_old_ones_wear_off():
    bouncing = Bouncing(email="weg@elders.nl")
    for weight in (0.25, 1, 0.25, 1, 1):
        bouncing.count(weight, START)
    assert bouncing.score == 1
    assert bouncing.score_at(START + timedelta(days=14)) == pytest.approx(0.5)
    bouncing.count(1, START + timedelta(days=140))
    assert bouncing.score == pytest.approx(1, abs=0.01)


@pytest.mark.django_db
@pytest.mark.once
def test_a_refusal_as_spam_is_noted_and_never_counts():
    for _day in range(20):
        Bouncing.objects.record("Vol@Elders.nl", "spam", "5.7.1 looks like spam")
    bouncing = Bouncing.objects.get(email="vol@elders.nl")
    assert (bouncing.score, bouncing.suspended_at) == (0, None)
    assert bouncing.said == "5.7.1 looks like spam"


def suspend(email):
    return Bouncing.objects.create(
        email=email, score=3, scored_at=START, suspended_at=START, said="550 5.1.1 User unknown"
    )


@pytest.mark.django_db
@pytest.mark.once
def test_an_address_on_probation_is_suspended_again_by_one_hard_bounce():
    for way_back in ("try_again", "heard_from"):
        bouncing = suspend(f"{way_back}@elders.nl")
        assert Bouncing.objects.suspended([bouncing.email.upper()]) == {bouncing.email}
        if way_back == "try_again":
            bouncing.try_again()
        else:
            Bouncing.objects.heard_from(bouncing.email.upper())
        assert Bouncing.objects.suspended() == set()
        Bouncing.objects.record(bouncing.email, "soft")
        assert Bouncing.objects.suspended() == set()
        Bouncing.objects.record(bouncing.email, "hard")
        assert Bouncing.objects.suspended() == {bouncing.email}
        Bouncing.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_bounces_that_come_at_once_count_as_one_and_none_is_lost():
    def bounce(kind):
        try:
            Bouncing.objects.record("weg@elders.nl", kind, kind)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as servers:
        list(servers.map(bounce, ["soft", "hard"] * 6))
    assert Bouncing.objects.get().score == pytest.approx(1, abs=0.001)

    def answer(_n):
        try:
            return AutomaticAnswer.objects.first_today("Iemand@elders.nl")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as machines:
        assert sorted(machines.map(answer, range(6))) == [False] * 5 + [True]


# The banner, and the way back


def trials(mailoutbox):
    for result in DBTaskResult.objects.filter(task_path__endswith="send_trial"):
        result.task.call(*result.args_kwargs["args"])
    return mailoutbox


@pytest.mark.django_db
@pytest.mark.once
def test_a_person_whose_address_is_suspended_reads_so_on_every_page_and_ends_it_with_a_click(
    mobility, samira, anna, signed_in, mailoutbox
):
    suspend(samira.email)
    client, button = signed_in(samira), reverse("mail_works_again")
    for page in (reverse("home"), mobility.get_absolute_url(), reverse("profile")):
        assert f'action="{button}"' in client.get(page).content.decode(), page
        assert f'action="{button}"' not in signed_in(anna).get(page).content.decode(), page
    thread = client.get(mobility.get_absolute_url()).content.decode()
    assert thread.index('id="timeline"') < thread.index(button), "a conversation opens at its end"
    assert client.post(button).status_code == 302
    assert f'action="{button}"' not in client.get(reverse("home")).content.decode()
    assert Bouncing.objects.suspended() == set()
    [trial] = trials(mailoutbox)
    assert trial.to == [samira.email]
    assert addresses.parse(trial.from_email).person == samira, "it counts when it comes back"
    assert addresses.parse(parseaddr(trial.message()["From"])[1]) is None
    client.post(button)
    assert len(DBTaskResult.objects.filter(task_path__endswith="send_trial")) == 1


@pytest.mark.django_db
@pytest.mark.once
def test_whether_an_address_is_suspended_costs_no_query_of_its_own(
    samira, signed_in, django_assert_num_queries
):
    client, page = signed_in(samira), reverse("mentions")
    client.get(page)
    with CaptureQueriesContext(connection) as before:
        client.get(page)
    suspend(samira.email)
    with django_assert_num_queries(len(before)):
        assert samira.email in client.get(page).content.decode()


@pytest.mark.django_db
@pytest.mark.once
def test_who_runs_the_platform_sees_what_the_other_server_said_and_can_end_it(samira, signed_in):
    admin = person("Bea Beheer", "Gemeente Rivierstad")
    admin.make_administrator()
    bouncing = suspend(samira.email)
    client = signed_in(admin)
    page = client.get(reverse("suspended_addresses")).content.decode()
    assert "550 5.1.1 User unknown" in page and samira.name in page
    assert client.post(reverse("suspended_end", args=[bouncing.pk])).status_code == 302
    assert Bouncing.objects.suspended() == set()


# What another server reports


def report(to, recipient, *, status="5.1.1", said="550 5.1.1 User unknown", original=""):
    """As Postfix writes it (RFC 3464)."""
    return "\r\n".join(
        [
            "From: MAILER-DAEMON@elders.nl (Mail Delivery System)",
            f"To: {to}",
            "Subject: Undelivered Mail Returned to Sender",
            "Message-ID: <bounce@elders.nl>",
            "Date: Mon, 02 Nov 2026 09:00:00 +0100",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="grens"',
            "",
            "--grens",
            "Content-Type: text/plain; charset=us-ascii",
            "",
            "This is the mail system at host elders.nl.",
            "",
            "--grens",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; elders.nl",
            "",
            f"Final-Recipient: rfc822; {recipient}",
            "Action: failed",
            f"Status: {status}",
            f"Diagnostic-Code: smtp; {said}",
            "",
            "--grens",
            "Content-Type: text/rfc822-headers",
            "",
            original or "From: iemand@elders.nl",
            "",
            "--grens--",
            "",
        ]
    ).encode()


@pytest.fixture
def bounced(comes_in):
    def bounced(to, recipient, **about):
        return comes_in(report(to, recipient, **about), to, envelope_from="")

    return bounced


@pytest.mark.django_db
@pytest.mark.once
def test_a_report_at_the_return_path_counts_for_the_person_whose_mail_it_was(
    bounced, mobility, samira
):
    """Whoever passes their mail on elsewhere: the report names an address that we do not know."""
    delivery = bounced(addresses.bounce_address(samira, mobility), "doorgestuurd@elders.nl")
    assert (delivery.outcome, delivery.reason) == ("dropped", "bounce")
    bouncing = Bouncing.objects.get()
    assert (bouncing.email, bouncing.score) == (samira.email, 1)
    assert "550 5.1.1 User unknown" in bouncing.said
    assert samira.email in delivery.detail


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize(
    "status, said, score",
    [
        ("4.2.2", "452 4.2.2 Mailbox full", 0.25),
        ("5.2.2", "552 5.2.2 Over quota", 0.25),
        ("5.7.1", "550 5.7.1 Message rejected as spam", 0),
    ],
)
def test_what_kind_of_report_it_is_decides_how_much_it_counts(
    bounced, mobility, samira, status, said, score
):
    bounced(addresses.bounce_address(samira, mobility), samira.email, status=status, said=said)
    assert Bouncing.objects.get().score == score


@pytest.mark.django_db
@pytest.mark.once
def test_a_report_that_came_elsewhere_counts_only_with_the_mail_of_that_person(
    bounced, mobility, samira, anna, settings
):
    """Some servers answer to From. Anyone can write a report, but does not know the address that
    this person replies to."""
    ours = settings.DEFAULT_FROM_EMAIL.partition("<")[2].rstrip(">")
    bounced(ours, samira.email)
    anothers = addresses.reply_address(anna, mobility)
    bounced(ours, samira.email, original=f"Reply-To: {anothers}\r\nTo: {samira.email}")
    assert not Bouncing.objects.exists()
    own = addresses.reply_address(samira, mobility)
    bounced(ours, samira.email, original=f"Reply-To: {own}\r\nTo: {samira.email}")
    assert Bouncing.objects.get().email == samira.email
    assert set(Delivery.objects.values_list("reason", flat=True)) == {"bounce"}

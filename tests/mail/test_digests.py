"""Summaries: each day or week, on each person's own clock, of what is new."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone

from conversations.mail.outbound import digests, rounds
from conversations.mail.outbound.digests import last_hour
from conversations.models import Bouncing, Digesting, Thread
from groups.models import MailChoice, Membership

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAILY, WEEKLY, EVERY = MailChoice.DAILY, MailChoice.WEEKLY, MailChoice.EVERY


@pytest.mark.once
@pytest.mark.parametrize(
    ("choice", "hour", "now", "last"),
    [
        (DAILY, 8, "2026-11-22T07:00+00:00", "2026-11-22T08:00+01:00"),
        (DAILY, 8, "2026-11-22T06:59+00:00", "2026-11-21T08:00+01:00"),
        (WEEKLY, 8, "2026-11-22T12:00+00:00", "2026-11-16T08:00+01:00"),  # a Sunday
        (WEEKLY, 8, "2026-11-23T06:00+00:00", "2026-11-16T08:00+01:00"),  # Monday, too early
        (WEEKLY, 8, "2026-11-23T07:30+00:00", "2026-11-23T08:00+01:00"),
        # The clock goes from 2 to 3 on 28 March 2027, and from 3 to 2 on 25 October 2026.
        (DAILY, 2, "2027-03-28T00:59+00:00", "2027-03-27T02:00+01:00"),
        (DAILY, 2, "2027-03-28T01:00+00:00", "2027-03-28T03:00+02:00"),
        (DAILY, 2, "2026-10-25T00:30+00:00", "2026-10-25T02:00+02:00"),
        (DAILY, 2, "2026-10-25T01:30+00:00", "2026-10-25T02:00+02:00"),  # 2 again: not twice
        (DAILY, 8, "2026-10-25T07:00+00:00", "2026-10-25T08:00+01:00"),
    ],
)
def test_an_hour_is_that_of_the_clock_on_the_wall(choice, hour, now, last):
    now, last = datetime.fromisoformat(now), datetime.fromisoformat(last)
    assert last_hour(choice, hour, AMSTERDAM, now).astimezone(UTC) == last.astimezone(UTC)


@pytest.mark.once
def test_each_time_zone_has_its_own_hour():
    now = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
    here = last_hour(DAILY, 8, AMSTERDAM, now)
    there = last_hour(DAILY, 8, ZoneInfo("America/Paramaribo"), now)
    assert there - here == timedelta(hours=4) - timedelta(days=1)


@pytest.fixture
def samiras(water, samira, settings):
    """Samira gets a summary of Water each day, and had the last one yesterday."""
    settings.MAIL_DELAY_SECONDS = 90
    water.memberships.update(mail=MailChoice.NONE)
    membership = water.memberships.get(person=samira)
    membership.choose_mail(DAILY, timezone.localtime().hour)
    Membership.objects.filter(pk=membership.pk).update(
        digested_at=timezone.now() - timedelta(days=1)
    )
    return membership


@pytest.fixture
def summaries(samiras):
    """`summaries()`: the mails of one round, in which what was said is some minutes old."""

    def summaries():
        mail.outbox = []
        for thread in Thread.objects.all():
            thread.messages.update(posted_at=timezone.now() - timedelta(minutes=5))
        digests.send_due()
        return mail.outbox

    return summaries


def test_what_is_new_comes_once_in_one_mail_of_the_group(
    water, square, mobility, say, anna, samira, samiras, summaries
):
    other = Thread.objects.start(water, anna, "Bomen", "Meer groen", client_id="bomen")
    Thread.objects.start(square, anna, "Markt", "Elders", client_id="markt")
    say(mobility, samira, "Mijn eigen woorden")  # until here she has read it
    say(mobility, anna, "Het fietspad komt er")
    say(other, anna, "Oeps").withdraw(anna)
    [message] = summaries()
    assert message.to == [samira.email]
    for words in ("Het fietspad komt er", "Meer groen", "Bomen"):
        assert words in message.body
    for words in ("Mijn eigen woorden", "Wie kijkt er mee", "Oeps", "Elders"):
        assert words not in message.body
    headers = message.message()
    assert headers["Message-ID"].startswith("<digest.")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert summaries() == []


def test_without_news_there_is_no_mail(mobility, samira, samiras, summaries):
    mobility.participation(samira).read(1)
    assert summaries() == []
    samiras.refresh_from_db()
    assert timezone.now() - samiras.digested_at < timedelta(minutes=1)


def test_a_time_zone_that_is_not_known_any_more_stops_nobodys_summary(
    mobility, water, daan, samira, samiras, summaries
):
    type(daan).objects.filter(pk=daan.pk).update(time_zone="US/Pacific-New")
    water.memberships.filter(person=daan).update(mail=DAILY)
    assert sorted(sent.to for sent in summaries()) == [[daan.email], [samira.email]]


def test_after_days_of_downtime_one_summary_has_it_all(mobility, say, anna, samiras, summaries):
    say(mobility, anna, "Van eergisteren")
    Membership.objects.filter(pk=samiras.pk).update(digested_at=timezone.now() - timedelta(days=4))
    [message] = summaries()
    assert "Van eergisteren" in message.body


def test_what_was_just_said_waits_for_the_next(mobility, samiras):
    digests.send_due()
    assert mail.outbox == []
    day = timedelta(days=1)  # goes by
    mobility.messages.update(posted_at=F("posted_at") - day)
    Membership.objects.filter(pk=samiras.pk).update(digested_at=F("digested_at") - day)
    digests.send_due()
    assert len(mail.outbox) == 1


def test_what_is_muted_followed_or_not_hers_to_read_is_left_out(
    water, mobility, say, anna, daan, samira, summaries, settings
):
    muted, followed, hidden = (
        Thread.objects.start(water, anna, name, f"Over {name}", client_id=name)
        for name in ("Lawaai", "Vogels", "Ruzie")
    )
    muted.participation(samira).attend("mute")
    followed.participation(samira).attend("follow")
    hidden.hide(daan, "Even nakijken")
    settings.MAIL_DELAY_SECONDS = 0
    rounds.send_due()
    assert [each.subject for each in mail.outbox] == ["Vogels"]  # by itself, as she follows it
    settings.MAIL_DELAY_SECONDS = 90
    say(muted, anna, f"Toch even @{samira.handle}")
    [message] = summaries()
    assert "Wie kijkt er mee?" in message.body
    assert "Toch even" in message.body
    for words in ("Over Lawaai", "Over Vogels", "Ruzie"):
        assert words not in message.body


def test_what_is_followed_and_still_to_be_mailed_does_not_come_twice(
    mobility, say, anna, samira, summaries, settings
):
    mobility.participation(samira).attend("follow")
    say(mobility, anna, f"Wat vind jij, @{samira.handle}?")
    assert summaries() == []
    settings.MAIL_DELAY_SECONDS = 0
    rounds.send_due()
    assert [each.to for each in mail.outbox] == [[samira.email]]


def test_a_suspended_address_gets_it_when_it_works_again(mobility, samira, summaries):
    row = Bouncing.objects.create(email=samira.email, suspended_at=timezone.now())
    assert summaries() == []
    row.delete()
    assert len(summaries()) == 1


def test_summaries_that_take_long_leave_room_for_other_work(
    water, mobility, daan, samira, samiras, summaries, monkeypatch
):
    water.memberships.filter(person=daan).update(
        mail=DAILY, digest_hour=samiras.digest_hour, digested_at=None
    )
    monkeypatch.setattr(digests, "SLICE", -1)
    assert summaries() == []
    assert digests.send_due() <= timezone.now()  # it goes on at once
    monkeypatch.setattr(digests, "SLICE", 10)
    assert {to for each in summaries() for to in each.to} == {daan.email, samira.email}
    assert digests.send_due() is None


def test_of_two_workers_one_makes_the_summaries(mobility, summaries):
    Digesting.claim(pk=1)
    assert summaries() == []
    Digesting.objects.update(claimed_until=timezone.now())
    assert len(summaries()) == 1


def test_without_words_in_mail_a_summary_only_says_that_there_is_news(
    water, mobility, anna, summaries
):
    water.describe(by=anna, mails_words=False)
    [message] = summaries()
    whole = message.message().as_string()
    for words in ("Fietsen", "singel", "Wie kijkt", "Anna"):
        assert words not in whole

"""The headers of what goes out, each as its standard has it."""

import re
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.conf import settings as project
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from conversations.mail import addresses, ids
from conversations.mail.outbound import rounds
from conversations.mail.outbound.thread_index import thread_index
from conversations.models import Delivery, Thread
from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.tasks.models import Task
from groups.mail import letter
from groups.models import MailChoice, MailDoor

pytestmark = pytest.mark.once


@pytest.fixture
def mailed(settings, water):
    """`mailed()`: {person's address: their mail as it arrives} of one round."""
    settings.MAIL_DELAY_SECONDS = 0
    settings.MAIL_DOMAIN = "mail.voorbeeld.nl"
    settings.DEFAULT_FROM_EMAIL = "Beraad <beraad@mail.voorbeeld.nl>"
    settings.SITE_URL = "https://beraad.voorbeeld.nl"
    water.memberships.update(mail=MailChoice.EVERY)

    def mailed():
        mail.outbox = []
        rounds.send_due()
        return {each.to[0]: arrived(each) for each in mail.outbox}

    return mailed


def arrived(message):
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def test_who_it_is_from_and_where_answers_and_bounces_go(mobility, anna, samira, mailed):
    to_samira = mailed()[samira.email]
    assert to_samira["From"] == '"Anna Bakker (via Beraad)" <beraad@mail.voorbeeld.nl>'
    assert to_samira["To"].addresses[0].display_name == "Samira Öztürk"
    assert to_samira["To"].addresses[0].addr_spec == samira.email
    [reply_to] = to_samira["Reply-To"].addresses
    assert reply_to.display_name == "Water in de wijk"
    answer = addresses.parse(reply_to.addr_spec)
    assert (answer.kind, answer.person, answer.thing) == ("r", samira, mobility.pk)
    # VERP: the return path in the envelope, which is not what it is from.
    sent = next(each for each in mail.outbox if each.to == [samira.email])
    bounce = addresses.parse(sent.from_email)
    assert (bounce.kind, bounce.person, bounce.thing) == ("b", samira, mobility.pk)


def test_of_several_authors_it_comes_from_the_group(mobility, say, daan, samira, mailed):
    say(mobility, daan, "Ik ook")
    to_samira = mailed()[samira.email]
    assert to_samira["From"].addresses[0].display_name == "Water in de wijk (via Beraad)"


def test_programs_keep_a_conversation_together(mobility, say, anna, daan, samira, mailed):
    """RFC 5322, 3.6.4: the same root in every mail; the chain says what answers what."""
    first = mailed()[samira.email]
    message = mobility.messages.get()
    root = f"<{mobility.pk}.0@mail.voorbeeld.nl>"
    assert first["Message-ID"] == f"<{mobility.pk}.{message.pk}@mail.voorbeeld.nl>"
    assert first["References"] == first["In-Reply-To"] == root
    other = say(mobility, daan, "Een andere gedachte")
    mailed()
    say(mobility, daan, "Een antwoord", quotes=message)
    answer = mailed()[samira.email]
    assert answer["References"] == f"{root} {first['Message-ID']}"
    assert answer["In-Reply-To"] == first["Message-ID"]
    say(mobility, anna, "Een")
    last = say(mobility, anna, "Twee")
    burst = mailed()[samira.email]
    assert burst["In-Reply-To"] == answer["Message-ID"]
    assert burst["Message-ID"] == ids.message_id(last)
    assert ids.parse(burst["Message-ID"].strip("<>")) == (mobility.pk, last.pk)
    assert other.pk != last.pk
    assert {each["Subject"] for each in (first, answer, burst)} == {"Fietsen langs de singel"}
    assert {each["Thread-Topic"] for each in (first, answer, burst)} == {"Fietsen langs de singel"}
    indexes = [b64decode(each["Thread-Index"]) for each in (first, answer, burst)]
    assert len({index[:22] for index in indexes}) == 1
    assert [len(index) for index in indexes] == [27, 27, 27]


def test_who_wrote_by_mail_finds_answers_beside_what_they_sent(
    water, anna, daan, samira, say, mailed
):
    thread = Thread.objects.start(water, samira, "Bankjes", "Waar?", client_id="x", via="mail")
    first = thread.messages.get()
    Delivery.objects.create(
        message=first, mail_id="CAF=12@mail.example", outcome="posted", size=1, transport="lmtp"
    )
    say(thread, anna, "Bij de vijver")
    sent = mailed()
    root, ours = ids.root_id(thread), ids.message_id(first)
    assert sent[samira.email]["References"] == f"{root} {ours} <CAF=12@mail.example>"
    assert "CAF=12" not in sent[daan.email].as_string()


@pytest.mark.parametrize(
    ("since", "unit", "code"),
    [(timedelta(minutes=90), 2**18, 0), (timedelta(days=900), 2**23, 1)],
)
def test_a_thread_index_holds_when_it_began_and_when_each_was_said(since, unit, code):
    """MS-OXOMSG, 2.2.1.3."""
    began = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    index = b64decode(thread_index("<1.0@voorbeeld.nl>", began, began + since, 4))
    assert index[0] == 1
    ticks = int.from_bytes(index[:6] + b"\0\0")
    start = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
    assert timedelta() <= began - start < timedelta(milliseconds=7)
    delta = int.from_bytes(index[22:26])
    assert delta >> 31 == code
    said = start + timedelta(microseconds=(delta & 0x7FFF_FFFF) * unit // 10)
    assert abs(began + since - said) < timedelta(seconds=1)


def test_a_list_is_known_as_one_and_left_by_one_click(water, mobility, samira, mailed, client):
    """RFC 2919, RFC 2369 and RFC 8058."""
    to_samira = mailed()[samira.email]
    assert to_samira["List-Id"] == "Water in de wijk <water-in-de-wijk.mail.voorbeeld.nl>"
    assert to_samira["List-Post"] == "<mailto:water-in-de-wijk@mail.voorbeeld.nl>"
    assert to_samira["List-Archive"] == f"<{project.SITE_URL}{mobility.get_absolute_url()}>"
    assert to_samira["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url, by_mail = re.fullmatch(r"<(\S+)>, <mailto:(\S+)>", to_samira["List-Unsubscribe"]).groups()
    assert addresses.parse(by_mail).command == "off"
    path = url.removeprefix(project.SITE_URL)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert water.memberships.get(person=samira).mail == MailChoice.NONE


def test_where_nobody_starts_a_conversation_by_mail_the_list_says_so(
    water, mobility, anna, samira, mailed
):
    water.describe(by=anna, mail_door=MailDoor.NOBODY)
    assert mailed()[samira.email]["List-Post"] == "NO"


def test_machines_are_asked_to_be_silent(mobility, samira, mailed):
    """RFC 3834, and what Exchange knows (MS-OXCMAIL, 2.2.3.2.14)."""
    for message in (mailed()[samira.email], arrived(letter("Hallo", "Daar", ["els@x.nl"]))):
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
        assert message["Message-ID"].endswith("@mail.voorbeeld.nl>")


def test_a_card_brings_its_buttons_and_the_dates_as_invitations(
    mobility, anna, daan, samira, mailed
):
    mailed()
    start = timezone.now() + timedelta(days=3)
    poll = Decision.objects.grow(
        mobility, anna, title="Wanneer?", client_id="poll", method="dates",
        options=[{"starts_at": start}, {"starts_at": start + timedelta(days=1)}],
    )  # fmt: skip
    task = Task.objects.grow(mobility, anna, title="Bellen", client_id="task", people=[daan])
    sent = mailed()
    parts = sent[samira.email].walk()
    calendars = [part for part in parts if part.get_content_type() == "text/calendar"]
    assert [part["Content-Type"].params["method"] for part in calendars] == ["REQUEST"] * 2
    for part, option in zip(calendars, poll.options.all(), strict=True):
        event = Calendar.from_ical(part.get_content()).events[0]
        assert event["attendee"] == f"mailto:{samira.email}"
        assert abs(event["dtstart"].dt - option.starts_at) < timedelta(seconds=1)
    assert addresses.outcome_address(daan, task.message, "done") in texts(sent[daan.email])
    assert "+done@" not in texts(sent[samira.email])


def test_who_is_not_asked_for_a_date_is_not_invited(mobility, water, anna, carla, samira, mailed):
    mailed()
    start = timezone.now() + timedelta(days=3)
    Decision.objects.grow(
        mobility, anna, title="Wanneer?", client_id="poll", method="dates",
        options=[{"starts_at": start}, {"starts_at": start + timedelta(days=1)}],
    )  # fmt: skip
    water.admit(carla, mail=MailChoice.EVERY)  # after it was asked
    sent = mailed()
    assert "text/calendar" in sent[samira.email].as_string()
    assert "text/calendar" not in sent[carla.email].as_string()


def test_buttons_are_in_the_language_and_on_the_clock_of_each(mobility, anna, daan, samira, mailed):
    type(samira).objects.filter(pk=samira.pk).update(language="en", time_zone="America/Curacao")
    start = datetime(timezone.now().year + 1, 7, 1, 2, 30, tzinfo=UTC)
    Decision.objects.grow(
        mobility, anna, title="Wanneer?", client_id="poll", method="dates",
        options=[{"starts_at": start + timedelta(days=day)} for day in range(2)],
    )  # fmt: skip
    sent = mailed()
    assert f"30 June {start.year}, 22:30" in texts(sent[samira.email])
    assert "- If need be" in texts(sent[samira.email])
    assert f"1 juli {start.year}, 04:30" in texts(sent[daan.email])
    assert "- Desnoods" in texts(sent[daan.email])


def texts(message):
    return "".join(
        part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    )


def test_names_of_any_kind_break_no_header(water, anna, samira, say, mailed):
    water.name = 'Ruimte & "groen", één <team> van de wijk Überlingen 😀'
    water.save()
    subject = "Größe, één 😀 " + "lang " * 25
    thread = Thread.objects.start(water, anna, subject.strip(), "Hallo", client_id="x")
    anna.name = "Bakker, Anna <baas@rivierstad.nl>"
    anna.save()
    to_samira = mailed()[samira.email]
    assert to_samira["Subject"] == thread.subject
    assert to_samira["From"].addresses[0].addr_spec == "beraad@mail.voorbeeld.nl"
    assert to_samira["From"].addresses[0].display_name.startswith("Bakker, Anna <baas")
    assert len(to_samira["From"].addresses) == len(to_samira["Reply-To"].addresses) == 1
    assert to_samira["List-Id"].endswith(" <water-in-de-wijk.mail.voorbeeld.nl>")
    assert all(
        len(line) <= 998 for each in mail.outbox for line in each.message().as_bytes().splitlines()
    )

"""The demo world: what a newcomer meets first."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from conversations.kinds import outcome_kinds
from conversations.models import Attachment, Mention, Message, Participation, Revision, Thread
from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.tasks.models import Task
from documents.models import Document
from groups.models import Group, Invitation, Membership, Person
from workspace.demo import cast
from workspace.demo.crowd import crowd
from workspace.streams.models import Event, Stream
from workspace.text import handles_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FILES = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the command prints; the world stands for all tests here, and is rolled back after."""
    files = FILES | {"OPTIONS": {"location": tmp_path_factory.mktemp("files")}}
    with (
        django_db_blocker.unblock(),
        override_settings(
            DEVELOPMENT=True,
            STORAGES={"default": files},
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ),
        transaction.atomic(),
    ):
        yield run()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def world(printed):
    return printed


def run(**options):
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def logins(printed):
    """The addresses and passwords in the printed table."""
    return [line.split()[:2] for line in printed.splitlines() if "@" in line]


def counts():
    models = (Person, Group, Membership, Invitation, Thread, Message, Attachment, Mention, Event)
    return [model.objects.count() for model in models]


def notices():
    return set(Message.objects.exclude(notice=None).values_list("notice__verb", flat=True))


def test_a_second_run_adds_nothing_and_says_so():
    before = counts()
    assert "already there: nothing was added" in run()
    assert counts() == before


def test_everyone_in_the_table_signs_in_with_the_printed_address_and_password(printed):
    assert len(logins(printed)) >= 5
    for address, password in logins(printed):
        client = Client()
        assert client.login(email=address, password=password), address
        assert client.session["_auth_user_id"]


def test_addresses_are_verified_so_that_nobody_is_asked_to_prove_theirs():
    for person in Person.objects.all():
        assert person.emailaddress_set.filter(email=person.email, verified=True).exists()


@override_settings(DEVELOPMENT=False)
def test_it_refuses_outside_development():
    with pytest.raises(CommandError, match="only in development"):
        run()
    with pytest.raises(CommandError, match="only in development"):
        run(people=10)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(lambda: Mention.objects, id="a mention"),
        pytest.param(lambda: Message.objects.exclude(reactions={}), id="a reaction"),
        pytest.param(lambda: Message.objects.exclude(quotes=None), id="a reply with a quote"),
        pytest.param(lambda: Revision.objects, id="an edit with its history"),
        pytest.param(lambda: Message.objects.exclude(withdrawal=None), id="a withdrawn message"),
        pytest.param(lambda: Message.objects.exclude(pinned=None), id="a pinned message"),
        pytest.param(lambda: Message.objects.filter(via="mail"), id="a message by mail"),
        pytest.param(lambda: Thread.objects.exclude(closure=None), id="a closed thread"),
        pytest.param(lambda: Participation.objects.filter(attention="follow"), id="following"),
        pytest.param(lambda: Participation.objects.filter(attention="mute"), id="a muted thread"),
        pytest.param(lambda: Invitation.objects.open(), id="an open invitation"),
        pytest.param(lambda: Group.objects.filter(joining="open"), id="an open group"),
        pytest.param(lambda: Group.objects.filter(reading="members"), id="a closed group"),
        pytest.param(lambda: Person.objects.exclude(picture=""), id="a picture"),
        pytest.param(lambda: Person.objects.filter(picture=""), id="initials"),
    ],
)
def test_it_shows(found):
    assert found().exists()


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(lambda: Decision.objects.exclude(mandate=""), id="recorded, with its mandate"),
        pytest.param(lambda: adopted(method="consent", version=2), id="amended after an objection"),
        pytest.param(lambda: adopted(method="ranked", result__rounds__1__out=[]), id="a run-off"),
        pytest.param(lambda: adopted(method="dates").exclude(chosen=None), id="a date that suits"),
        pytest.param(lambda: adopted(is_secret=True), id="a secret vote"),
        pytest.param(lambda: Decision.objects.awaiting(first()), id="a vote that waits for you"),
        pytest.param(lambda: Task.objects.done_by(first()).unfinished(), id="a task of your own"),
        pytest.param(lambda: Task.objects.filter(wanted__gt=2), id="volunteers wanted"),
        pytest.param(lambda: Task.objects.unfinished().filter(due_on__lt=today()), id="overdue"),
        pytest.param(lambda: Task.objects.exclude(previous=None), id="a task that came again"),
        pytest.param(lambda: Task.objects.exclude(checklist=[]), id="a checklist"),
        pytest.param(lambda: Document.objects.filter(adopted__number=2), id="an adopted version"),
        pytest.param(lambda: Document.objects.exclude(text=None), id="a text written together"),
    ],
)
def test_it_shows_what_grows_out_of_conversations(found):
    assert found().exists()


def adopted(**about):
    return Decision.objects.filter(state="adopted", **about)


def first():
    return Person.objects.get(email="marieke@rivierstad.example")


def today():
    return timezone.localdate()


def test_every_outcome_grew_out_of_earlier_messages_of_its_conversation():
    following = Task.objects.exclude(previous=None)
    for kind in outcome_kinds().values():
        for outcome in kind.outcomes.exclude(pk__in=following if kind.kind == "task" else ()):
            earlier = outcome.thread.messages.filter(number__lt=outcome.message.number)
            assert outcome.sources.exists(), outcome
            assert set(outcome.sources.all()) <= set(earlier), outcome


def test_it_shows_what_moderators_do():
    assert notices() >= {"closed", "renamed", "moved", "split_from", "split_to"}
    assert notices() >= {"merged_from", "merged_into"}


@pytest.mark.parametrize("suffix", [".png", ".csv", ".txt", ".odt"])
def test_it_shows_attachments_that_can_be_read_back(suffix):
    attachment = Attachment.objects.filter(name__endswith=suffix).first()
    assert len(attachment.file.read()) == attachment.size > 100
    assert attachment.is_image == (suffix == ".png")


@pytest.mark.parametrize(
    "tag", ["ul", "ol", "table", "pre", "a", "strong", "em", "h5", "blockquote"]
)
def test_it_shows_markdown_of_all_kinds(tag):
    assert Message.objects.filter(html__contains=f"<{tag}").exists()


def test_every_login_has_something_unread_and_something_read(printed):
    for address, _password in logins(printed):
        threads = Thread.objects.for_reader(Person.objects.get(email=address))
        mine = threads.filter(group__memberships__person__email=address)
        assert {thread.unread > 0 for thread in mine} == {True, False}, address


def test_the_first_login_is_called_by_name_in_a_long_and_lively_thread(printed):
    first = Person.objects.get(email=logins(printed)[0][0])
    thread = Thread.objects.for_reader(first).filter(mentioned=True).first()
    assert thread.stream.entries > 100
    assert 0 < thread.unread < 20
    assert timezone.now() - thread.last_posted_at < timedelta(hours=3)


def test_whoever_is_named_with_an_at_sign_exists():
    named = {
        name for body in Message.objects.values_list("body", flat=True) for name in handles_in(body)
    }
    assert named <= set(Person.objects.values_list("handle", flat=True))


def test_time_never_runs_back_in_a_thread_and_nothing_is_in_the_future():
    for thread in Thread.objects.exclude(messages__notice__verb="merged_from"):
        times = list(thread.messages.values_list("posted_at", flat=True))
        assert times == sorted(times), thread
        assert times[-1] < timezone.now()


def test_numbers_and_positions_have_no_gaps():
    for thread in Thread.objects.select_related("stream"):
        numbers = list(thread.messages.values_list("number", flat=True))
        assert numbers == list(range(1, thread.stream.entries + 1)), thread
    for stream in Stream.objects.all():
        positions = list(stream.events.values_list("position", flat=True))
        assert positions == list(range(1, stream.position + 1)), stream


def test_many_people_join_the_large_group_and_the_log_knows_them():
    group = Group.objects.get(slug="het-plein")
    before = group.memberships.count()
    assert list(crowd(group, 260)) == [250, 260]
    assert group.memberships.count() == before + 260
    newest = Person.objects.latest("pk")
    assert newest.stream.events.get().data == {"group": group.pk}
    assert group.stream.events.filter(data__person=newest.pk).exists()
    assert not newest.has_usable_password()


def test_asking_for_the_same_many_people_again_adds_none():
    assert "20 of 20 people are in Het Plein" in run(people=20)
    before = counts()
    assert "of 20 people" not in run(people=20)
    assert counts() == before


def test_a_thousand_names_are_all_different():
    names = cast.stored("crowd")
    first, last = names["first"], names["last"]
    pairs = {(number % len(first), number % len(last)) for number in range(1000)}
    assert len(pairs) == 1000

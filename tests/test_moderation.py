"""Taking words away, putting them back, hiding conversations, and setting their pace."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.models import Attachment, Mention, Message, Revision, Thread, TooSoon
from conversations.models.message import Withdrawn
from conversations.models.posting import Draft
from groups.access import MayNot
from groups.models import AuditEntry
from tests.conftest import upload
from workspace.streams.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORD = "Zwaluwstaart"
GROUNDS = "Dat zeggen we hier niet"


@pytest.fixture(autouse=True)
def mails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def deliver():
    for result in DBTaskResult.objects.ready().order_by("enqueued_at"):
        result.task.call(*result.args_kwargs["args"])
        result.delete()


@pytest.fixture
def bad(mobility, samira, daan, say, files, django_capture_on_commit_callbacks):
    """A message with everything: an earlier version, a file, a mention, a reaction, a pin, an
    answer that quotes it, and a name in the documents."""
    attachments = Attachment.keep([upload(f"{WORD}.odt")])
    message = say(mobility, samira, f"{WORD} eerst @daan.kuipers", files=attachments)
    message.edit(samira, f"{WORD} later @daan.kuipers")
    message.react(daan, "seen")
    message.pin(daan)
    say(mobility, daan, "Pardon?", quotes=message)
    return message


def everywhere(client, message):
    """All that a reader of the thread can look at, as one text."""
    thread = message.thread
    addresses = [
        thread.get_absolute_url(),
        reverse("panel", args=[thread.pk]),
        reverse("events", args=[thread.pk]),
        reverse("message_history", args=[message.pk]),
        reverse("message_actions", args=[message.pk]),
        reverse("mentions"),
        reverse("documents"),
        f"{reverse('documents')}?q={WORD[:6]}",
        reverse("home"),
        thread.group.get_absolute_url(),
    ]
    return "".join(client.get(address).content.decode() for address in addresses)


@pytest.mark.parametrize("verb", ["hide", "redact"])
def test_words_that_were_taken_away_are_nowhere_for_readers(
    bad, daan, anna, samira, signed_in, verb, files
):
    reader = signed_in(anna)
    file = bad.attachments.get()
    assert WORD in everywhere(reader, bad)
    getattr(bad, verb)(daan, GROUNDS)
    for person in (anna, daan, samira):
        assert WORD not in everywhere(signed_in(person), bad)
    assert signed_in(samira).get(file.get_absolute_url()).status_code == 404
    page = reader.get(bad.thread.get_absolute_url()).content.decode()
    assert GROUNDS in page
    assert "message-tombstone" in page


def test_the_answer_that_quotes_it_is_told_to_followers_anew(bad, daan):
    [answer] = bad.answers.all()
    bad.hide(daan, GROUNDS)
    last = Event.objects.filter(stream=bad.thread.stream).last()
    assert last.data == {"message": answer.pk}


def test_a_hidden_message_is_read_by_moderators_on_its_own_page_only(
    bad, daan, anna, samira, carla, signed_in
):
    bad.hide(daan, GROUNDS)
    address = reverse("moderate_message", args=[bad.pk])
    assert WORD in signed_in(anna).get(address).content.decode()
    assert signed_in(anna).get(bad.attachments.get().get_absolute_url()).status_code == 200
    for person in (samira, carla):
        assert signed_in(person).get(address).status_code == 404


def test_a_hidden_message_that_is_put_back_is_as_it_was(bad, daan, anna, signed_in):
    bad.hide(daan, GROUNDS)
    bad.put_back(anna)
    fresh = Message.objects.get(pk=bad.pk)
    assert WORD in fresh.body
    assert not fresh.is_gone
    assert WORD in everywhere(signed_in(anna), bad)


def test_what_is_redacted_is_gone_for_good(
    bad, daan, anna, files, signed_in, django_capture_on_commit_callbacks
):
    stored = [path for path in Path(files).rglob("*") if path.is_file()]
    assert len(stored) == 1
    with django_capture_on_commit_callbacks(execute=True):
        bad.redact(daan, GROUNDS)
    assert not any(path.exists() for path in stored)
    fresh = Message.objects.get(pk=bad.pk)
    assert (fresh.body, fresh.html, fresh.reactions) == ("", "", {})
    assert not Revision.objects.exists()
    assert not Attachment.objects.exists()
    assert not Mention.objects.filter(message=bad).exists()
    bad.put_back(daan)
    assert Message.objects.get(pk=bad.pk).is_gone
    assert WORD not in signed_in(anna).get(
        reverse("moderate_message", args=[bad.pk])
    ).content.decode()  # fmt: skip


def test_a_redaction_that_is_rolled_back_keeps_the_file(
    bad, daan, files, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(type(AuditEntry.objects.all()), "record", fail)
    with pytest.raises(RuntimeError), django_capture_on_commit_callbacks(execute=True):
        bad.redact(daan, GROUNDS)
    assert [path for path in Path(files).rglob("*") if path.is_file()]
    assert WORD in Message.objects.get(pk=bad.pk).body


def test_a_withdrawn_message_can_still_be_redacted(bad, samira, daan):
    bad.withdraw(samira)
    bad.redact(daan, GROUNDS)
    assert Message.objects.get(pk=bad.pk).body == ""


def test_the_author_can_do_nothing_with_a_message_that_was_hidden(bad, samira, daan):
    bad.hide(daan, GROUNDS)
    for verb in (
        lambda: bad.edit(samira, "anders"),
        lambda: bad.withdraw(samira),
        lambda: bad.react(samira, "agree"),
        lambda: bad.pin(daan),
    ):
        with pytest.raises(Withdrawn):
            verb()


@pytest.mark.parametrize("verb", ["hide", "redact"])
def test_words_are_taken_away_by_moderators_with_grounds(bad, samira, carla, daan, verb):
    for person in (samira, carla):
        with pytest.raises(MayNot):
            getattr(bad, verb)(person, GROUNDS)
    with pytest.raises(ValueError, match="grounds"):
        getattr(bad, verb)(daan, " ")
    assert not Message.objects.get(pk=bad.pk).is_gone


def test_the_author_hears_what_was_done_and_why(bad, samira, daan, mails):
    bad.hide(daan, GROUNDS)
    deliver()
    entry = AuditEntry.objects.get(action="hide")
    [letter] = [letter for letter in mails if letter.to == [samira.email]]
    assert GROUNDS in letter.body
    assert WORD not in letter.body
    assert reverse("ruling", args=[entry.number]) in letter.body


def test_a_hidden_conversation_is_there_for_moderators_only_until_it_is_put_back(
    mobility, anna, daan, samira, say, mails
):
    def readers():
        return {
            person for person in (anna, daan, samira)
            if Thread.objects.visible_to(person).filter(pk=mobility.pk).exists()
        }  # fmt: skip

    mobility.hide(daan, GROUNDS)
    assert readers() == {anna, daan}
    assert set(mobility.readers()) == {anna, daan}
    deliver()
    assert GROUNDS in mails[-1].body
    mobility.put_back(daan)
    assert readers() == {anna, daan, samira}


def test_in_slow_mode_an_author_waits_and_reads_how_long(
    mobility, daan, samira, anna, say, signed_in
):
    mobility.slow_down(daan, 300)
    say(mobility, samira, "Eén")
    with pytest.raises(TooSoon) as refusal:
        say(mobility, samira, "Twee")
    assert 200 <= refusal.value.wait <= 300
    say(mobility, daan, "Een moderator")
    say(mobility, daan, "wacht niet")
    answer = signed_in(samira).post(
        reverse("post", args=[mobility.pk]), {"body": "Te vroeg", "client_id": "x"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Te vroeg" in page, "nothing is lost"
    assert "slow mode" in page or "langzame modus" in page.lower() or "rustig" in page.lower()
    Message.objects.filter(author=samira).update(posted_at=timezone.now() - timedelta(seconds=301))
    say(mobility, samira, "Nu wel")
    mobility.slow_down(daan, 0)
    say(mobility, samira, "en meteen weer")


def test_two_drafts_of_one_author_in_one_go_do_not_slip_through_slow_mode(mobility, daan, samira):
    mobility.slow_down(daan, 60)
    drafts = [Draft(samira, f"nummer {number}", f"c{number}") for number in range(2)]
    mobility.post_all(drafts)
    assert isinstance(drafts[0].outcome, Message)
    assert isinstance(drafts[1].outcome, TooSoon)


def test_a_pace_that_does_not_exist_is_refused(mobility, daan, samira, signed_in):
    with pytest.raises(ValueError, match="valid Pace"):
        mobility.slow_down(daan, 7)
    with pytest.raises(MayNot):
        mobility.slow_down(samira, 60)
    client, address = signed_in(daan), reverse("moderate", args=[mobility.pk])
    assert client.post(address, {"verb": "slow", "slow-seconds": "7"}).status_code == 422
    assert client.post(address, {"verb": "slow", "slow-seconds": "60"}).status_code == 302
    assert Thread.objects.get(pk=mobility.pk).slow_seconds == 60


def test_the_pages_of_a_moderator_hide_and_put_back(bad, mobility, daan, signed_in):
    client = signed_in(daan)
    address = reverse("moderate_message", args=[bad.pk])
    assert client.post(address, {"verb": "hide", "hide-grounds": ""}).status_code == 422
    assert client.post(address, {"verb": "onzin"}).status_code == 400
    client.post(address, {"verb": "hide", "hide-grounds": GROUNDS})
    assert Message.objects.get(pk=bad.pk).is_hidden
    client.post(address, {"verb": "put_back", "put_back-grounds": ""})
    assert not Message.objects.get(pk=bad.pk).is_gone
    address = reverse("moderate", args=[mobility.pk])
    client.post(address, {"verb": "hide", "hide-grounds": GROUNDS})
    assert Thread.objects.get(pk=mobility.pk).hidden_at
    assert client.get(mobility.get_absolute_url()).status_code == 200


def test_approval_and_pace_cost_nothing_where_they_are_off_and_little_where_they_are_on(
    mobility, daan, say
):
    say(mobility, daan, "warm")
    with CaptureQueriesContext(connection) as plain:
        say(mobility, daan, "gewoon")
    mobility.group.approves_newcomers = True
    mobility.group.save()
    with CaptureQueriesContext(connection) as asked:
        say(mobility, daan, "met een poort")
    assert len(plain) <= 14
    assert len(asked) <= len(plain) + 2

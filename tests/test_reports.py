"""Asking the moderators to look at something, and hearing what they did."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from conversations.models import Attachment, Report
from groups.access import MayNot
from groups.models import AuditEntry
from tests.conftest import upload

pytestmark = [pytest.mark.once, pytest.mark.django_db]
FILLED = {"category": "rude", "words": "Dit kan echt niet"}


@pytest.fixture(autouse=True)
def mails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def deliver():
    for result in DBTaskResult.objects.ready().order_by("enqueued_at"):
        result.task.call(*result.args_kwargs["args"])
        result.delete()


@pytest.fixture
def addresses(water, mobility, anna, daan, say, files):
    """Where one reports a message, a conversation, a file and a person; all about Anna."""
    message = say(mobility, anna, "Een bericht", files=Attachment.keep([upload()]))
    return {
        "message": reverse("report_message", args=[message.pk]),
        "thread": reverse("report_thread", args=[mobility.pk]),
        "file": reverse("report_file", args=[Attachment.objects.get().pk]),
        "person": reverse("report_person", args=[water.slug, anna.pk]),
    }


@pytest.mark.parametrize("kind", ["message", "thread", "file", "person"])
def test_a_member_reports_and_is_thanked(addresses, samira, carla, signed_in, water, kind):
    client = signed_in(samira)
    assert client.get(addresses[kind]).status_code == 200
    thanks = client.post(addresses[kind], FILLED, follow=True)
    report = Report.objects.get()
    assert thanks.redirect_chain[-1][0] == reverse("report", args=[report.pk])
    assert (report.by, report.group, report.category) == (samira, water, "rude")
    assert "Dit kan echt niet" in thanks.content.decode()
    assert signed_in(carla).get(reverse("report", args=[report.pk])).status_code == 404


def body(response):
    """But for what a page says of its own address, and tokens."""
    own = re.escape(response.wsgi_request.path)
    return re.sub(rf'{own}|nonce="[^"]+"|[0-9A-Za-z]{{64}}', "", response.content.decode())


@pytest.mark.parametrize("kind", ["message", "thread", "file", "person"])
def test_who_cannot_see_it_finds_nothing_to_report(addresses, carla, signed_in, client, kind):
    outsider = signed_in(carla)
    absent = outsider.get(reverse("report_message", args=[999_999]))
    for response in (outsider.get(addresses[kind]), outsider.post(addresses[kind], FILLED)):
        assert response.status_code == absent.status_code == 404
        assert body(response) == body(absent)
    assert client.post(addresses[kind], FILLED).status_code == 302
    assert not Report.objects.exists()


@pytest.mark.parametrize("kind", ["message", "thread", "file", "person"])
def test_the_same_thing_from_the_same_person_is_one_open_report(
    addresses, samira, daan, signed_in, kind
):
    for _turn in range(3):
        signed_in(samira).post(addresses[kind], FILLED)
    signed_in(daan).post(addresses[kind], FILLED)
    assert Report.objects.count() == 2
    Report.objects.get(by=samira).handle(daan, "Gezien")
    signed_in(samira).post(addresses[kind], FILLED)
    assert Report.objects.open().count() == 1


def test_a_file_and_its_message_are_two_things(addresses, samira, signed_in):
    signed_in(samira).post(addresses["message"], FILLED)
    signed_in(samira).post(addresses["file"], FILLED)
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    "filled",
    [{}, {"category": "onzin"}, {"category": "rude", "words": "x" * 1001}],
)
def test_what_was_not_filled_in_well_is_said_and_nothing_is_lost(
    addresses, samira, signed_in, filled
):
    response = signed_in(samira).post(addresses["message"], filled)
    assert response.status_code == 422
    assert filled.get("words", "") in response.content.decode()
    assert not Report.objects.exists()


def test_all_who_reported_hear_the_outcome(addresses, water, samira, daan, anna, signed_in, mails):
    for person in (samira, daan):
        signed_in(person).post(addresses["message"], FILLED)
    report = Report.objects.get(by=samira)
    address = reverse("report_handle", args=[report.pk])
    client = signed_in(daan)
    page = client.get(address).content.decode()
    assert "Dit kan echt niet" in page
    assert "Een bericht" in page
    assert client.post(address, {"outcome": " "}).status_code == 422
    assert client.post(address, {"outcome": "We hebben erover gepraat"}).status_code == 302
    deliver()
    assert {to for letter in mails for to in letter.to} == {samira.email, daan.email}
    assert all("We hebben erover gepraat" in letter.body for letter in mails)
    assert not any("Een bericht" in letter.body for letter in mails)
    own = signed_in(samira).get(reverse("report", args=[report.pk])).content.decode()
    assert "We hebben erover gepraat" in own
    assert client.get(address).status_code == 404
    assert AuditEntry.objects.get(action="handle_report").actor == daan


def test_only_who_keeps_order_answers_a_report(addresses, samira, carla, signed_in):
    signed_in(samira).post(addresses["thread"], FILLED)
    report = Report.objects.get()
    address = reverse("report_handle", args=[report.pk])
    for person in (samira, carla):
        assert signed_in(person).get(address).status_code == 404
        with pytest.raises(MayNot):
            report.handle(person, "Klaar")


def test_a_moderator_does_not_see_what_is_reported_about_them(
    addresses, samira, anna, daan, signed_in
):
    signed_in(samira).post(addresses["person"], FILLED)
    address = reverse("report_handle", args=[Report.objects.get().pk])
    assert signed_in(anna).get(address).status_code == 404
    assert "Dit kan echt niet" not in signed_in(anna).get(reverse("desk")).content.decode()
    assert signed_in(daan).get(address).status_code == 200


def test_who_reports_very_often_is_asked_to_wait(addresses, samira, signed_in, settings):
    settings.FLOOD_LIMITS = True
    client = signed_in(samira)
    answers = [client.post(addresses["message"], FILLED).status_code for _turn in range(32)]
    assert answers[0] == 302
    assert answers[-1] in (422, 429)

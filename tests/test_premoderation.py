"""Messages that wait for a moderator: of newcomers, of guests, and of visitors."""

import pytest
from django.core import mail
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from conversations.models import Attachment, Decided, Held, Message, Thread, Waiting
from groups.access import MayNot
from groups.models import AuditEntry, Group, Role
from tests.conftest import upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def mails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def deliver():
    for result in DBTaskResult.objects.ready().order_by("enqueued_at"):
        result.task.call(*result.args_kwargs["args"])
        result.delete()


@pytest.fixture
def careful(water, anna, mobility, carla):
    """Water approves newcomers, and Carla is one."""
    water.describe(by=anna, approves_newcomers=True)
    water.admit(carla)
    mobility.refresh_from_db()
    return water


@pytest.fixture
def held(careful, mobility, carla, say):
    with pytest.raises(Waiting) as refusal:
        say(mobility, carla, "Mag ik ook? @samira.ozturk")
    return refusal.value.held


def words(thread):
    return list(thread.messages.values_list("body", flat=True))


def test_a_newcomers_message_waits_and_nobody_reads_or_hears_it(
    held, mobility, samira, anna, carla, signed_in
):
    position = mobility.stream.events.count()
    assert "Mag ik ook?" not in " ".join(words(mobility))
    assert mobility.stream.events.count() == position == 1
    assert not samira.mentions.exists()
    for person in (samira, anna):
        page = signed_in(person).get(mobility.get_absolute_url()).content.decode()
        assert "Mag ik ook?" not in page
    own = signed_in(carla).get(mobility.get_absolute_url()).content.decode()
    assert "Mag ik ook?" in own


def test_approved_it_stands_there_as_any_other_and_the_next_need_not_wait(
    held, mobility, daan, carla, samira, say, mails
):
    before = held.held_at
    message = held.approve(daan)
    assert message.author == carla
    assert message.posted_at >= before
    assert words(mobility)[-1] == "Mag ik ook? @samira.ozturk"
    assert samira.mentions.filter(message=message).exists()
    assert say(mobility, carla, "En nog iets").number == 3
    deliver()
    assert carla.email in [to for letter in mails for to in letter.to]
    assert Held.objects.get(pk=held.pk).body == "", "the message has the words"


def test_refused_it_is_nowhere_and_the_author_hears_why(held, mobility, daan, carla, mails, say):
    held.refuse(daan, "Dit is een ander onderwerp")
    deliver()
    assert len(words(mobility)) == 1
    assert "Dit is een ander onderwerp" in mails[-1].body
    with pytest.raises(Waiting):
        say(mobility, carla, "Nog een keer")


def test_it_is_decided_once(held, daan, anna):
    held.approve(daan)
    other = Held.objects.get(pk=held.pk)
    with pytest.raises(Decided):
        other.refuse(anna, "Te laat")
    with pytest.raises(Decided):
        other.approve(anna)
    assert Message.objects.filter(held_as=held).count() == 1


def test_only_who_keeps_order_decides_and_only_the_author_takes_back(held, samira, carla, daan):
    for person in (samira, carla):
        with pytest.raises(MayNot):
            held.approve(person)
        with pytest.raises(MayNot):
            held.refuse(person, "Nee")
    with pytest.raises(MayNot):
        held.take_back(daan)
    held.take_back(carla)
    assert not Held.objects.exists()


def test_the_same_message_sent_again_waits_once(careful, mobility, carla):
    for _turn in range(3):
        with pytest.raises(Waiting):
            mobility.post(carla, "Eén keer", client_id="zelfde")
    held = Held.objects.get()
    message = held.approve(careful.memberships.get(role=Role.OWNER).person)
    assert mobility.post(carla, "Eén keer", client_id="zelfde") == message


def test_who_was_in_before_the_switch_and_who_keeps_order_need_not_wait(
    careful, mobility, samira, daan, anna, say
):
    for person in (samira, daan, anna):
        say(mobility, person, f"van {person}")
    assert not Held.objects.exists()


def test_in_a_group_that_is_opened_careful_the_owner_need_not_wait(anna):
    group = Group.objects.open_by(anna, "Voorzichtig", approves_newcomers=True)
    Thread.objects.start(group, anna, "Welkom", "Dag", client_id="w")
    assert not Held.objects.exists()


def test_files_wait_too_and_come_along(careful, mobility, carla, daan, samira, files, signed_in):
    with pytest.raises(Waiting) as refusal:
        mobility.post(carla, "Zie hier", client_id="f", files=Attachment.keep([upload()]))
    held = refusal.value.held
    file = held.attachments.get()
    assert signed_in(samira).get(file.get_absolute_url()).status_code == 404
    assert signed_in(daan).get(file.get_absolute_url()).status_code == 200
    assert signed_in(carla).get(file.get_absolute_url()).status_code == 200
    message = held.approve(daan)
    assert list(message.attachments.all()) == [file]
    assert signed_in(samira).get(file.get_absolute_url()).status_code == 200


def test_a_message_that_is_taken_back_leaves_no_file(
    careful, mobility, carla, files, django_capture_on_commit_callbacks
):
    with pytest.raises(Waiting) as refusal:
        mobility.post(carla, "Zie hier", client_id="f", files=Attachment.keep([upload()]))
    with django_capture_on_commit_callbacks(execute=True):
        refusal.value.held.take_back(carla)
    assert not [path for path in files.rglob("*") if path.is_file()]


def test_a_conversation_that_a_newcomer_starts_is_hidden_until_it_is_approved(
    careful, carla, daan, samira
):
    with pytest.raises(Waiting) as refusal:
        Thread.objects.start(careful, carla, "Nieuw idee", "Wie doet mee?", client_id="n")
    thread = refusal.value.held.thread
    visible = Thread.objects.filter(pk=thread.pk).visible_to
    assert not visible(samira).exists()
    assert visible(daan).exists()
    with pytest.raises(Waiting):
        Thread.objects.start(careful, carla, "Nieuw idee", "Wie doet mee?", client_id="n")
    thread.put_back(daan)
    assert not visible(samira).exists(), "what nobody approved cannot be put back"
    Held.objects.get().approve(daan)
    assert visible(samira).exists()
    assert words(thread) == ["Wie doet mee?"]


def test_a_conversation_that_is_taken_back_is_gone(careful, carla):
    with pytest.raises(Waiting) as refusal:
        Thread.objects.start(careful, carla, "Nieuw idee", "Wie doet mee?", client_id="n")
    refusal.value.held.take_back(carla)
    assert not Thread.objects.filter(subject="Nieuw idee").exists()


def test_messages_of_guests_wait_where_the_group_says_so(water, anna, mobility, carla, daan, say):
    mobility.bring_in(carla, by=anna)
    say(mobility, carla, "Meteen")
    water.describe(by=anna, approves_guests=True)
    mobility.refresh_from_db()
    with pytest.raises(Waiting) as refusal:
        say(mobility, carla, "Wacht")
    message = refusal.value.held.approve(daan)
    with pytest.raises(MayNot):
        message.edit(carla, "Iets heel anders dan er is goedgekeurd")
    with pytest.raises(Waiting):
        say(mobility, carla, "Wacht weer: een gast wordt niet vertrouwd")


def test_who_was_put_out_meanwhile_is_not_posted(held, careful, daan, carla, mobility):
    careful.ban(carla, by=daan, grounds="Reclame")
    with pytest.raises(MayNot):
        held.approve(daan)
    assert len(words(mobility)) == 1
    held.refuse(daan, "Reclame")


def test_our_scripts_get_the_authors_list_and_a_browser_without_them_a_page(
    careful, mobility, carla, signed_in
):
    client, address = signed_in(carla), reverse("post", args=[mobility.pk])
    answer = client.post(
        address, {"body": "Via het net", "client_id": "js"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 202
    assert 'data-held="js"' in answer.content.decode()
    page = client.post(address, {"body": "Zonder script", "client_id": "plain"}, follow=True)
    assert page.status_code == 200
    assert "Zonder script" in page.content.decode()
    new = reverse("thread_new", args=[careful.slug])
    fields = {"subject": "Nieuw idee", "body": "Wie?", "client_id": "start"}
    assert client.post(new, fields, follow=True).status_code == 200
    assert Held.objects.count() == 3


def test_the_page_of_a_held_message_approves_and_refuses(
    held, careful, mobility, daan, carla, samira, signed_in
):
    address = reverse("held", args=[held.pk])
    for person in (carla, samira):
        assert signed_in(person).get(address).status_code == 404
    client = signed_in(daan)
    assert "Mag ik ook?" in client.get(address).content.decode()
    assert client.post(address, {"verb": "refuse", "grounds": " "}).status_code == 422
    assert client.post(address, {"verb": "approve"}).status_code == 302
    assert len(words(mobility)) == 2
    assert client.post(address, {"verb": "approve"}).status_code == 404
    assert AuditEntry.objects.filter(action="approve", subject=carla).exists()


def test_the_author_takes_back_from_the_page(held, mobility, carla, samira, signed_in):
    address = reverse("held_take_back", args=[held.pk])
    assert signed_in(samira).post(address).status_code == 404
    assert signed_in(carla).post(address).status_code == 302
    assert not Held.objects.exists()

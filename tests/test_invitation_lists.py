"""Inviting a long list: each line gets an answer, and the good ones an invitation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from groups import access
from groups.models import InvitationList, Person
from groups.models.invitation_list import BATCH

pytestmark = pytest.mark.once


@pytest.fixture
def client_of_anna(anna, signed_in):
    anna.language = "en"
    anna.save()
    return signed_in(anna)


def send(client, group, **form):
    return client.post(reverse("invite_list", args=[group.slug]), form)


def work():
    """Does the tasks that invite, each of which asks for the next."""
    rounds = 0
    while waiting := next(tasks("groups.tasks.invite_next"), None):
        waiting.task.call(*waiting.args_kwargs["args"])
        waiting.delete()
        rounds += 1
    return rounds


def tasks(path):
    return iter(DBTaskResult.objects.ready().filter(task_path=path))


def refused(group):
    lines = group.invitation_lists.get().refused
    return [(line.number, line.text, line.get_reason_display()) for line in lines.all()]


def invited(group):
    return set(group.invitations.values_list("email", flat=True))


def test_good_lines_are_invited_and_each_other_line_says_why_not(
    client_of_anna, water, samira, carla, anna
):
    water.ban(carla, by=anna, grounds="Ruzie")
    text = "\n".join(
        [
            "els@voorbeeld.nl", "Jan de Wit <jan@voorbeeld.nl>; 06-1234", "kapot@", "geen adres",
            "ELS@voorbeeld.nl", "anna@voorbeeld.nl", "samira@voorbeeld.nl", "carla@voorbeeld.nl",
        ]
    )  # fmt: skip
    page = send(client_of_anna, water, text=text)
    work()
    assert invited(water) == {"els@voorbeeld.nl", "jan@voorbeeld.nl"}
    assert refused(water) == [
        (3, "kapot@", "dit is geen e-mailadres"),
        (4, "geen adres", "dit is geen e-mailadres"),
        (5, "ELS@voorbeeld.nl", "dit adres staat twee keer in de lijst"),
        (6, "anna@voorbeeld.nl", "dit is uw eigen adres"),
        (7, "samira@voorbeeld.nl", "deze persoon is al lid"),
        (8, "carla@voorbeeld.nl", "deze persoon is uit de groep gezet"),
    ]
    report = client_of_anna.get(page.url).content.decode()
    assert "8 of 8 lines done" in report
    assert "2 people are invited" in report
    assert "this is your own address" in report


@pytest.mark.parametrize(
    "content",
    [
        "Naam;E-mail\r\nEls;els@voorbeeld.nl\r\nJan;jan@voorbeeld.nl\r\n".encode("cp1252"),
        "\ufeffNaam,E-mail\nElsé,els@voorbeeld.nl\n\"Wit, Jan\",jan@voorbeeld.nl".encode(),
        "Naam\tE-mail\nEls\tels@voorbeeld.nl\nJan\tjan@voorbeeld.nl\n".encode("utf-16"),
        b"els@voorbeeld.nl\rjan@voorbeeld.nl",
        "René;els@voorbeeld.nl\nJan;jan@voorbeeld.nl".encode("cp1252"),
    ],
)  # fmt: skip
def test_a_file_of_a_spreadsheet_is_read_as_it_was_saved(client_of_anna, water, content):
    send(client_of_anna, water, file=SimpleUploadedFile("lijst.csv", content))
    work()
    assert invited(water) == {"els@voorbeeld.nl", "jan@voorbeeld.nl"}
    assert refused(water) == []


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"text": "\n \n"},
        {"text": "a\x00b@voorbeeld.nl"},
        {"text": "x" * (1024 * 1024 + 1)},
        {"text": "\n".join(f"p{number}@voorbeeld.nl" for number in range(10_001))},
        {"file": SimpleUploadedFile("leeg.csv", b"")},
        {"file": SimpleUploadedFile("foto.csv", b"\x89PNG\x00\x01@")},
        {"file": SimpleUploadedFile("half.csv", b"\xff\xfea")},
        {"file": SimpleUploadedFile("groot.csv", b"els@voorbeeld.nl\n" * 70_000)},
    ],
)
def test_a_list_that_cannot_be_used_is_answered_beside_the_field(client_of_anna, water, form):
    page = send(client_of_anna, water, **form)
    assert page.status_code == 200
    assert page.context["form"].errors.keys() <= {"text", "file"}
    assert not InvitationList.objects.exists()


def test_ten_thousand_addresses_are_invited_in_batches(
    client_of_anna, water, anna, django_assert_max_num_queries
):
    entries = [[number, f"p{number}@voorbeeld.nl"] for number in range(1, 10_001)]
    with django_assert_max_num_queries(15):
        made = water.invite_list(entries, by=anna)
    assert not invited(water)
    with django_assert_max_num_queries(BATCH + 40):
        InvitationList.advance(made.pk)
    assert len(invited(water)) == BATCH
    made.refresh_from_db()
    assert (made.done, made.invited, made.finished_at) == (BATCH, BATCH, None)


def test_a_list_ends_and_forgets_the_addresses(client_of_anna, water):
    text = "\n".join(f"p{number}@voorbeeld.nl" for number in range(BATCH + 1))
    send(client_of_anna, water, text=text + "\np0@voorbeeld.nl")
    assert work() == 2
    made = water.invitation_lists.get()
    assert (made.done, made.invited, made.entries) == (BATCH + 2, BATCH + 1, [])
    assert made.finished_at
    assert refused(water) == [
        (BATCH + 2, "p0@voorbeeld.nl", "dit adres staat twee keer in de lijst")
    ]


def test_a_batch_that_is_done_twice_invites_once(client_of_anna, water, anna):
    made = water.invite_list([[1, "els@voorbeeld.nl"]], by=anna)
    for _time in range(2):
        InvitationList.advance(made.pk)
    made.refresh_from_db()
    assert (made.done, made.invited) == (1, 1)
    assert len(list(tasks("groups.tasks.send_invitation"))) == 1


def test_who_may_no_longer_invite_stops_the_list(water, anna, daan):
    made = water.invite_list([[n, f"p{n}@voorbeeld.nl"] for n in range(1, 600)], by=daan)
    InvitationList.advance(made.pk)
    water.remove(daan, by=anna, grounds="Uit dienst")
    InvitationList.advance(made.pk)
    made.refresh_from_db()
    assert made.was_stopped
    assert made.done == BATCH
    assert not water.invitations.open().exists()


def test_the_report_is_for_who_sent_the_list(client_of_anna, water, daan, samira, signed_in):
    path = send(client_of_anna, water, text="els@voorbeeld.nl").url
    assert client_of_anna.get(path).status_code == 200
    for person in (daan, samira):
        assert signed_in(person).get(path).status_code == 404


def test_a_member_of_a_closed_group_sends_no_list(samira, water, signed_in):
    assert send(signed_in(samira), water, text="els@voorbeeld.nl").status_code == 404
    with pytest.raises(access.MayNot):
        water.invite_list([[1, "els@voorbeeld.nl"]], by=samira)


def test_a_day_has_room_for_one_whole_list(client_of_anna, water):
    whole = "\n".join(f"p{number}@voorbeeld.nl" for number in range(10_000))
    assert send(client_of_anna, water, text=whole).status_code == 302
    page = send(client_of_anna, water, text="\n".join(f"q{n}@voorbeeld.nl" for n in range(500)))
    assert page.status_code == 429
    assert page.context["form"].errors
    assert InvitationList.objects.count() == 1


def test_tricks_with_the_direction_of_text_are_shown_without_them(client_of_anna, water):
    send(client_of_anna, water, text="\u202eels@voorbeeld.nl\n<script>alert(1)</script>@x")
    work()
    page = client_of_anna.get(water.invitation_lists.get().get_absolute_url()).content.decode()
    assert "\u202e" not in page
    assert "<script>alert" not in page
    assert not Person.objects.filter(email__contains="els").exists()
    assert invited(water) == set()

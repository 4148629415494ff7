"""A mailing list's archive becomes threads."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conversations.mail import mbox
from conversations.models import Attachment, Message, Thread
from groups.models import Person
from tests.processor import within

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("files")]

ARCHIVE = Path(__file__).parent / "archive.mbox"


def run(group, path=ARCHIVE):
    out, err = StringIO(), StringIO()
    call_command("import_mbox", group.slug, str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def bodies(subject):
    thread = Thread.objects.get(subject=subject)
    return list(thread.messages.order_by("number").values_list("body", flat=True))


def test_answers_stand_below_their_question_by_references(water):
    run(water)
    assert [body.split()[0] for body in bodies("Pompen in de polder")] == ["Wie", "De", "Dank"]


def test_an_answer_without_references_finds_its_thread_by_subject(water):
    run(water)
    assert len(bodies("Dijkinspectie")) == 2


def test_the_same_subject_that_is_no_answer_is_a_new_thread(water):
    run(water)
    assert Thread.objects.filter(subject="Agenda").count() == 2


def test_authors_take_part_by_mail_without_a_password(water):
    run(water)
    author = Person.objects.get(email="bram.visser@waterschap.example")
    assert author.name == "Bram Visser"
    assert not author.has_usable_password()
    assert author in water.members.all()
    assert Message.objects.filter(author=author, via="mail").exists()


def test_who_has_another_address_by_now_is_the_same_person(water, samira):
    other = "bram.visser@waterschap.example"
    samira.emailaddress_set.create(email=other, verified=True)
    run(water)
    assert Thread.objects.get(subject="Pompen in de polder").author == samira
    assert not Person.objects.filter(email=other).exists()


def test_dates_are_kept(water):
    run(water)
    first = Thread.objects.get(subject="Pompen in de polder")
    assert first.started_at.isoformat() == "2012-03-05T09:15:00+00:00"
    assert first.messages.first().posted_at == first.started_at


def test_encoded_names_and_subjects_are_read(water):
    run(water)
    assert Thread.objects.filter(subject="Privé of niet?", author__name="Zoë Dîner").exists()


def test_attachments_are_kept(water):
    run(water)
    attachment = Attachment.objects.get()
    assert attachment.name == "peilen.csv"
    assert attachment.file.read() == b"datum;peil\n2012-03-05;-0,40\n"


def test_quotations_stay_quotations_and_code_stays_code(water):
    run(water)
    body = bodies("Pompen in de polder")[1]
    assert "> Wie weet hoe oud de pompen zijn?" in body
    assert "    pomp <- 1953" in body


def test_signatures_and_list_footers_are_left_out(water):
    run(water)
    assert "mailing list" not in " ".join(Message.objects.values_list("body", flat=True))


def test_a_second_run_adds_nothing(water):
    run(water)
    before = set(Message.objects.values_list("pk", "body"))
    out, _err = run(water)
    assert set(Message.objects.values_list("pk", "body")) == before
    assert "0 messages" in out


def test_broken_mails_are_named_by_number_and_the_rest_comes_in(water):
    out, err = run(water)
    assert "mail 9: no address in From" in err
    assert "mail 10: no date that can be read" in err
    assert "8 messages" in out
    assert "2 skipped" in out


def test_a_word_from_at_the_start_of_a_line_does_not_end_a_mail(water):
    run(water)
    assert "From the dike" in bodies("Dijkinspectie")[1]


def archived(*lines):
    head = ("From a@b.example Mon Mar  5 10:15:00 2012", "From: Bram <bram@waterschap.example>")
    return "\r\n".join([*head, "Date: Mon, 05 Mar 2012 10:15:00 +0100", *lines, ""]).encode()


def test_an_archive_of_windows_is_read_as_well(water, tmp_path):
    path = tmp_path / "windows.mbox"
    path.write_bytes(archived("Subject: Gemaal", "", "Beste,", "", ">From here on."))
    run(water, path)
    assert bodies("Gemaal") == ["Beste,\n\nFrom here on."]


def test_of_a_mail_that_is_too_long_the_whole_comes_along_also_when_it_is_html(water, tmp_path):
    path = tmp_path / "long.mbox"
    words = "<p>" + "Woord voor woord. " * 4_000 + "Einde.</p>"
    path.write_bytes(archived("Subject: Lang", "Content-Type: text/html", "", words))
    run(water, path)
    assert "Einde." not in bodies("Lang")[0]
    assert Attachment.objects.get().file.read().endswith(b"Einde.")


def test_a_line_that_might_begin_a_mail_takes_no_time(tmp_path):
    path = tmp_path / "long.mbox"
    path.write_bytes(archived("", "From x" + " 00:00:00" * 20_000))
    with within(1):
        assert len(list(mbox.spans(path))) == 1


def test_what_may_not_be_posted_or_waits_is_named_and_does_not_end_the_run(water, anna, tmp_path):
    run(water)
    Thread.objects.get(subject="Pompen in de polder").close(anna)
    water.describe(by=anna, approves_newcomers=True)
    path = tmp_path / "more.mbox"
    answer = archived("Message-ID: <p9@x>", "In-Reply-To: <p1@waterschap.example>", "", "Te laat.")
    path.write_bytes(ARCHIVE.read_bytes() + b"\n" + answer + b"\n" + archived("", "Nieuw."))
    out, err = run(water, path)
    assert "mail 11: its conversation is closed" in err
    assert "mail 12: it waits for a moderator" in err
    assert "0 messages" in out


def test_what_cannot_be_imported_is_said_in_one_sentence(water, tmp_path):
    with pytest.raises(CommandError, match="no file"):
        run(water, tmp_path / "absent.mbox")
    with pytest.raises(CommandError, match="no group"):
        call_command("import_mbox", "absent", str(ARCHIVE))

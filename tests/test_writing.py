"""Writing in the browser, with and without JavaScript."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from conversations.models import Attachment, Message, Thread
from conversations.models.message import MAX_BODY
from tests.conftest import upload

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("files")]

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def samiras(signed_in, samira):
    return signed_in(samira)


def post(client, thread, body="Ik doe mee", **more):
    return client.post(reverse("post", args=[thread.pk]), {"body": body, **more})


def htmx_post(client, thread, **fields):
    return client.post(reverse("post", args=[thread.pk]), fields, **HTMX)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_a_post_without_javascript_leads_to_the_message(samiras, mobility):
    response = post(samiras, mobility)
    message = Message.objects.get(body="Ik doe mee")
    assert response.status_code == 302
    assert response.url == message.get_absolute_url()


def test_a_post_by_htmx_answers_with_the_article(samiras, mobility):
    response = htmx_post(samiras, mobility, body="Ik **ook**", client_id="abc")
    assert response.status_code == 201
    article = soup(response).article
    assert article["data-client"] == "abc"
    assert article.strong.text == "ook"


def test_sending_the_same_twice_makes_one_message(samiras, mobility):
    first = htmx_post(samiras, mobility, body="Eén", client_id="abc")
    second = htmx_post(samiras, mobility, body="Eén", client_id="abc")
    assert soup(first).article["id"] == soup(second).article["id"]
    assert Message.objects.filter(body="Eén").count() == 1


@pytest.mark.parametrize("body", ["", "   \n ", "\x00\x07", "\u202e\u2066"])
def test_an_empty_message_gets_an_error_beside_the_field(samiras, mobility, body):
    response = post(samiras, mobility, body)
    assert response.status_code == 422
    field = soup(response).select_one("#composer textarea")
    assert field["aria-invalid"] == "true"
    assert soup(response).select_one(f"#{field['aria-describedby']}").get_text(strip=True)


def test_a_text_that_is_too_long_comes_back_whole_with_an_error(samiras, mobility):
    long = "woord " * (MAX_BODY // 5)
    response = post(samiras, mobility, long)
    assert response.status_code == 422
    assert soup(response).select_one("#composer textarea").text.strip() == long.strip()


def test_ten_megabytes_of_text_are_refused(samiras, mobility):
    assert post(samiras, mobility, "x" * 10_000_000).status_code in (400, 413)
    assert mobility.messages.count() == 1


def test_a_text_for_a_thread_that_was_closed_meanwhile_comes_back(samiras, mobility, daan):
    mobility.close(daan)
    response = htmx_post(samiras, mobility, body="Net te laat", client_id="abc")
    assert response.status_code == 422
    assert "Net te laat" in soup(response).select_one("textarea").text


def test_an_outsider_cannot_post_and_learns_nothing(signed_in, carla, mobility):
    assert post(signed_in(carla), mobility).status_code == 404


def test_a_reader_who_is_no_member_may_not_post(signed_in, carla, square, daan):
    thread = Thread.objects.start(square, daan, "Markt", "Wie komt er?", client_id="m")
    assert post(signed_in(carla), thread).status_code == 403


def test_a_quotation_of_a_message_elsewhere_is_left_out(samiras, mobility, square, daan):
    other = Thread.objects.start(square, daan, "Markt", "geheim", client_id="m")
    post(samiras, mobility, quotes=other.messages.get().pk)
    assert mobility.messages.last().quotes is None


def test_an_answer_shows_what_it_answers(samiras, mobility):
    first = mobility.messages.get()
    post(samiras, mobility, quotes=first.pk)
    assert mobility.messages.last().quotes == first


def test_a_new_thread_begins_with_subject_and_first_message(samiras, water):
    path = reverse("thread_new", args=[water.slug])
    assert samiras.get(path).status_code == 200
    samiras.post(path, {"subject": "Plan  voor\tjuni", "body": "Wat doen we?", "client_id": "n"})
    assert Thread.objects.get().subject == "Plan voor juni"


@pytest.mark.parametrize("subject", ["", "x" * 151, "een\u202etwee", "nul\x00"])
def test_a_subject_that_cannot_be_used_keeps_the_typed_text(samiras, water, subject):
    path = reverse("thread_new", args=[water.slug])
    response = samiras.post(path, {"subject": subject, "body": "Mijn verhaal"})
    assert response.status_code == 422
    assert "Mijn verhaal" in soup(response).select_one("textarea").text
    assert soup(response).select_one('[name="subject"]')["aria-invalid"] == "true"
    assert not Thread.objects.exists()


def test_who_wrote_a_message_can_edit_it(samiras, mobility, samira, say):
    message = say(mobility, samira, "eerst")
    path = reverse("message_edit", args=[message.pk])
    assert "eerst" in soup(samiras.get(path)).select_one("textarea").text
    samiras.post(path, {"body": "later"})
    assert Message.objects.get(pk=message.pk).body == "later"


@pytest.mark.parametrize("name", ["message_edit", "message_withdraw"])
def test_another_member_can_neither_edit_nor_withdraw_it(signed_in, daan, mobility, name):
    message = mobility.messages.get()
    client = signed_in(daan)
    assert client.post(reverse(name, args=[message.pk]), {"body": "x"}).status_code == 403
    assert Message.objects.get(pk=message.pk).body == message.body


def test_withdrawing_asks_first(samiras, mobility, samira, say):
    message = say(mobility, samira, "eerst")
    path = reverse("message_withdraw", args=[message.pk])
    assert samiras.get(path).status_code == 200
    assert not Message.objects.get(pk=message.pk).is_withdrawn
    samiras.post(path)
    assert Message.objects.get(pk=message.pk).is_withdrawn


def test_a_reaction_is_one_of_ours(samiras, mobility, samira):
    path = reverse("message_react", args=[mobility.messages.get().pk])
    assert samiras.post(path, {"reaction": "<script>"}).status_code == 400
    samiras.post(path, {"reaction": "idea"}, **HTMX)
    assert mobility.messages.get().reactions == {"idea": [samira.pk]}


def test_only_a_moderator_pins(samiras, signed_in, daan, mobility):
    path = reverse("message_pin", args=[mobility.messages.get().pk])
    assert samiras.post(path).status_code == 403
    assert signed_in(daan).post(path).status_code == 302


def test_the_menu_offers_what_this_person_may_do(signed_in, samira, anna, mobility):
    path = reverse("message_actions", args=[mobility.messages.get().pk])
    edit = reverse("message_edit", args=[mobility.messages.get().pk])
    assert edit in signed_in(anna).get(path).content.decode()
    assert edit not in signed_in(samira).get(path).content.decode()


def test_the_preview_is_what_the_message_will_be(samiras):
    response = samiras.post(reverse("preview"), {"body": "**vet**"})
    assert "<strong>vet</strong>" in response.content.decode()


def test_following_and_muting_are_one_click_and_reversible(samiras, samira, mobility):
    path = reverse("attention", args=[mobility.pk])
    for value in ("follow", "mute", ""):
        samiras.post(path, {"value": value})
        assert mobility.participation(samira).attention == value
    assert samiras.post(path, {"value": "shout"}).status_code == 400


def test_reading_is_told_by_http_too(samiras, samira, mobility):
    samiras.post(reverse("read", args=[mobility.pk]), {"number": "1"})
    assert mobility.participation(samira).read_to == 1
    samiras.post(reverse("read", args=[mobility.pk]), {"number": "999"})
    assert mobility.participation(samira).read_to == 1, "there is no message 999"


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("close", {}),
        ("rename", {"rename-subject": "Anders"}),
        ("split", {"split-subject": "Apart", "split-first": "2", "split-last": "2"}),
    ],
)
def test_a_moderator_keeps_order_on_one_page(signed_in, daan, mobility, say, verb, fields):
    say(mobility, daan, "twee")
    client, path = signed_in(daan), reverse("moderate", args=[mobility.pk])
    assert client.get(path).status_code == 200
    assert client.post(path, {"verb": verb, **fields}).status_code == 302
    assert mobility.messages.filter(notice__isnull=False).exists()


def test_a_member_finds_no_moderators_page(samiras, mobility):
    assert samiras.get(reverse("moderate", args=[mobility.pk])).status_code == 403


def test_a_split_of_everything_is_refused_beside_the_form(signed_in, daan, mobility):
    fields = {"split-subject": "Alles", "split-first": "1", "split-last": "1"}
    response = signed_in(daan).post(
        reverse("moderate", args=[mobility.pk]), {"verb": "split", **fields}
    )
    assert response.status_code == 422
    assert Thread.objects.count() == 1


def stored(files):
    return [path for path in files.rglob("*") if path.is_file()]


def test_a_file_comes_along_and_only_readers_get_it(samiras, signed_in, carla, mobility):
    post(samiras, mobility, "Zie bijlage", files=upload())
    found = Attachment.objects.get()
    response = samiras.get(found.get_absolute_url())
    assert b"".join(response.streaming_content) == b"inhoud"
    assert signed_in(carla).get(found.get_absolute_url()).status_code == 404


def test_a_file_is_never_a_page_of_ours(samiras, mobility):
    post(samiras, mobility, files=upload("x.html", b"<script>alert(1)</script>"))
    headers = samiras.get(Attachment.objects.get().get_absolute_url()).headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"


def test_two_files_with_one_name_are_told_apart(samiras, mobility):
    post(samiras, mobility, files=[upload(content=b"een"), upload(content=b"twee")])
    assert [file.name for file in Attachment.objects.all()] == ["plan.odt", "plan (2).odt"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\map\\plan.odt", "plan.odt"),
        ("factuur\u202efdp.txt", "factuurfdp.txt"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_of_files_are_made_harmless(samiras, mobility, name, kept):
    file = upload(content=b"inhoud")
    file._name = name
    post(samiras, mobility, files=file)
    assert Attachment.objects.get().name == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.txt", b""),
        ("spel.exe", b"tekst"),
        ("plan.pdf", b"MZ\x90\x00"),
        ("x.sh", b"#!/bin/sh"),
    ],
)
def test_an_empty_file_or_a_program_is_refused_and_the_text_comes_back(
    samiras, mobility, files, name, content
):
    response = post(samiras, mobility, "Bij deze", files=upload(name, content))
    assert response.status_code == 422
    assert "Bij deze" in soup(response).select_one("#composer textarea").text
    assert soup(response).select_one("#composer-files-error")
    assert not stored(files)


def test_a_file_that_is_too_large_is_refused(samiras, mobility, settings):
    settings.MAX_UPLOAD_BYTES = 10
    assert post(samiras, mobility, files=upload(content=b"x" * 11)).status_code == 422


def test_a_post_that_fails_leaves_no_files_behind(samiras, mobility, daan, files):
    mobility.close(daan)
    post(samiras, mobility, files=upload())
    assert not stored(files)


def test_a_second_attempt_leaves_no_second_file(samiras, mobility, files):
    for _attempt in range(2):
        htmx_post(samiras, mobility, body="x", client_id="abc", files=upload())
    assert Attachment.objects.count() == 1
    assert len(stored(files)) == 1


def test_the_file_of_a_withdrawn_message_is_gone_for_readers(samiras, samira, mobility):
    post(samiras, mobility, "Zie bijlage", files=upload())
    mobility.messages.last().withdraw(samira)
    assert samiras.get(Attachment.objects.get().get_absolute_url()).status_code == 404

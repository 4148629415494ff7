"""What people see of documents that are files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conversations.models import Attachment, Thread
from documents.comparing import MAX_LINES, compared
from documents.models import Document, Version
from tests.documents import samples
from workspace.streams.models import locked

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SANDBOX = "default-src 'none'; sandbox"


def read(response):
    return response.content.decode()


def test_a_file_is_sent_with_a_plain_form_and_named_after_itself(
    mobility, signed_in, samira, files
):
    client, address = signed_in(samira), reverse("document_new", args=[mobility.pk])
    assert client.post(address, {"title": "Leeg"}).status_code == 422
    plan = SimpleUploadedFile("Fietsplan 2027.odt", samples.odt("Dag"))
    sent = client.post(address, {"file": plan, "body": "Lees **maar**"}, follow=True)
    assert sent.status_code == 200
    document = Document.objects.get()
    assert document.title == "Fietsplan 2027"
    page = read(client.get(mobility.get_absolute_url()))
    assert document.get_absolute_url() in page
    assert "<strong>maar</strong>" in page


def test_the_file_of_a_message_is_offered_to_keep(mobility, say, signed_in, samira, files):
    files = Attachment.keep([SimpleUploadedFile("plan.odt", samples.odt("Dag"))])
    message = say(mobility, samira, "Zie bijlage", files=files)
    client, address = signed_in(samira), reverse("document_new", args=[mobility.pk])
    page = read(client.get(f"{address}?source={message.pk}"))
    assert f'value="{files[0].pk}"' in page
    client.post(address, {"attachment": files[0].pk, "source": message.pk, "title": "Plan"})
    document = Document.objects.get()
    assert document.current.name == "plan.odt"
    assert list(document.sources.all()) == [message]


def test_the_page_shows_versions_words_and_remarks(
    file, replace, prepare, say, mobility, signed_in, samira, anna, django_assert_max_num_queries
):
    document = file(b"Dertig rekken\nbij het station")
    replace(document, anna, b"Veertig rekken\nbij het station")
    say(mobility, anna, "Waarom geen vijftig?", quotes=document.message)
    prepare()
    client = signed_in(samira)
    with django_assert_max_num_queries(32):
        page = read(client.get(document.get_absolute_url()))
    assert "Veertig rekken" in page
    assert "Waarom geen vijftig?" in page
    assert reverse("version_restore", args=[document.pk, 1]) in page
    changes = read(client.get(reverse("document_compare", args=[document.pk])))
    assert "<mark>Dertig</mark>" in changes
    assert "<mark>Veertig</mark>" in changes
    assert "<mark>bij" not in changes


def test_a_file_is_served_apart_from_our_pages(file, signed_in, samira, carla):
    client = signed_in(samira)
    cases = {
        b"<script>1</script>": ("text/plain; charset=utf-8", "inline", SANDBOX),
        samples.picture(): ("image/png", "inline", SANDBOX),
        samples.odt("Dag"): ("application/vnd.oasis.opendocument.text", "attachment", SANDBOX),
        samples.pdf(): ("application/pdf", "inline", "default-src 'none'"),
        bytes(range(256)) * 9: ("application/octet-stream", "attachment", SANDBOX),
    }
    for content, (kind, disposition, policy) in cases.items():
        version = file(content, "plan.html").current
        response = client.get(version.get_absolute_url())
        assert response.getvalue() == content
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Disposition"].startswith(disposition)
        assert response.headers["Content-Security-Policy"] == policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "private, no-store"
        kept = client.get(f"{version.get_absolute_url()}?download")
        assert kept.headers["Content-Disposition"].startswith("attachment")
        assert signed_in(carla).get(version.get_absolute_url()).status_code == 404


def test_what_is_in_quarantine_opens_for_nobody_and_moderators_see_why(
    file, signed_in, samira, daan, anna
):
    document = file()
    Version.objects.update(scan="quarantined", finding="Win.Test.EICAR", thumbnail="x")
    version = document.versions.get()
    for person in (samira, daan, anna):
        client = signed_in(person)
        for address in (
            version.get_absolute_url(),
            reverse("version_thumbnail", args=[document.pk, 1]),
            reverse("version_pdf", args=[document.pk, 1]),
            reverse("document_compare", args=[document.pk]),
        ):
            assert client.get(address).status_code == 404
        page = read(client.get(document.get_absolute_url()))
        assert ("Win.Test.EICAR" in page) == (person != samira)


def test_a_version_is_adopted_by_a_decision_of_the_conversation(
    file, mobility, signed_in, samira, daan
):
    document = file()
    with locked(mobility.stream):
        card = mobility.append_card(
            daan, "We doen het", client_id="besluit", via="web", kind="decision"
        )
    client, address = signed_in(samira), reverse("version_adopt", args=[document.pk, 1])
    assert client.post(address, {"decision": mobility.messages.first().pk}).status_code == 422
    assert client.post(address, {"decision": card.pk}).status_code == 302
    assert reverse("message", args=[card.pk]) in read(client.get(document.get_absolute_url()))
    assert client.post(address, {"decision": card.pk}).status_code == 422


def test_who_reads_it_elsewhere_is_told_nothing_of_its_own_conversation(
    file, mobility, square, signed_in, samira, daan, carla
):
    square.admit(samira)
    plaza = Thread.objects.start(square, daan, "Bankjes", "Wie?", client_id="plaza")
    document = file()
    client = signed_in(samira)
    address = reverse("document_show", args=[document.pk])
    assert "Bankjes" in read(client.get(f"{address}?q=bank"))
    assert client.post(address, {"thread": plaza.pk}).status_code == 302
    assert "Bankjes" in read(client.get(document.get_absolute_url()))
    outsider = signed_in(carla)
    square.admit(carla)
    for url in (document.get_absolute_url(), reverse("documents"),
                reverse("group_documents", args=[square.slug])):  # fmt: skip
        page = read(outsider.get(url))
        assert "Fietsplan" in page
        assert mobility.subject not in page
        assert mobility.get_absolute_url() not in page
    client.post(reverse("document_show_end", args=[document.pk, plaza.pk]))
    assert outsider.get(document.get_absolute_url()).status_code == 404


def test_the_register_of_a_group_lists_its_documents(
    file, water, mobility, signed_in, samira, carla, django_assert_max_num_queries
):
    for number in range(30):
        file(title=f"Plan {number}")
    client, address = signed_in(samira), reverse("group_documents", args=[water.slug])
    with django_assert_max_num_queries(24):
        page = read(client.get(address))
    assert "Plan 29" in page
    assert "Plan 2<" not in read(client.get(f"{address}?q=plan 19"))
    assert "Plan 1" not in read(client.get(f"{address}?state=adopted"))
    assert signed_in(carla).get(address).status_code == 404


def test_a_comparison_is_bounded():
    long = "\n".join(str(number % 7) for number in range(MAX_LINES * 3))
    assert compared(long, long[::-1]).is_cut
    assert compared("a" * 10**6, "b" * 10**6).blocks
    assert compared("gelijk", "gelijk").blocks == []


def test_shown_elsewhere_it_stands_in_the_panel_there(file, square, signed_in, samira, daan, carla):
    square.admit(samira)
    plaza = Thread.objects.start(square, daan, "Bankjes", "Wie?", client_id="plaza")
    document = file()
    client = signed_in(carla)
    assert "Fietsplan" not in read(client.get(reverse("panel", args=[plaza.pk])))
    document.show_in(samira, plaza)
    assert "Fietsplan" in read(client.get(reverse("panel", args=[plaza.pk])))
    assert client.get(reverse("outcome_html", args=["document", document.pk])).status_code == 200
    kept = read(client.get(reverse("outcome_html", args=["document", document.pk])))
    assert document.current.sha256 in kept
    assert "Fietsen langs de singel" not in kept

"""The pages of a text: who may write gets an editor, others the words; and what goes with it."""

from base64 import b64decode, b64encode
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pycrdt import Doc
from pycrdt import Text as Words
from pypdf import PdfReader

from documents.live import paper
from documents.live.filling import filled
from documents.models import Document, Remark, Template, TextVersion
from tests.documents.test_text import begun

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def text(mobility, samira):
    return begun(mobility, samira, "# Plan\n\n- [x] rekken\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")


def address(name, text, *more):
    return reverse(name, args=[text.document.pk, *more])


def picture():
    made = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(made, "PNG")
    return SimpleUploadedFile("kaart [1].png", made.getvalue())


def test_a_text_grows_out_of_a_message_and_a_template_fills_itself_in(mobility, samira, signed_in):
    client, new = signed_in(samira), reverse("text_new", args=[mobility.pk])
    source = mobility.messages.first()
    page = client.get(new, {"source": source.pk}).content.decode()
    assert "Wie kijkt er mee?" in page
    sent = {"title": "Notulen", "template": "minutes", "body": "Begin", "source": source.pk}
    assert client.post(new, sent | {"client_id": "x"}).status_code == 302
    assert client.post(new, sent | {"client_id": "x"}).status_code == 302
    document = Document.objects.get()
    words = document.text.words()
    assert "Fietsen langs de singel" in words
    assert "Anna Bakker" in words
    assert words.endswith("Begin")
    assert "{" not in words


def test_who_writes_gets_the_editor_and_who_reads_the_words(
    text, samira, carla, water, signed_in, django_assert_max_num_queries
):
    signed_in(samira).get(text.document.get_absolute_url())
    client = signed_in(samira)
    with django_assert_max_num_queries(30):
        page = client.get(text.document.get_absolute_url()).content.decode()
    assert "data-module" in page
    assert "<h2>Plan</h2>" in page
    assert "\u2611 rekken" in page
    assert signed_in(carla).get(text.document.get_absolute_url()).status_code == 404
    water.describe(by=water.memberships.get(role="owner").person, reading="signed_in")
    page = signed_in(carla).get(text.document.get_absolute_url()).content.decode()
    assert "<h2>Plan</h2>" in page
    assert "data-module" not in page
    assert signed_in(carla).post(address("text_updates", text)).status_code == 403
    assert "<td>1</td>" in signed_in(carla).get(address("text_words", text)).content.decode()


def test_a_large_update_comes_by_http_and_a_refused_one_says_why(text, samira, signed_in):
    client = signed_in(samira)
    state = client.get(address("text_state", text)).json()
    assert state["position"] == 1
    doc = Doc()
    doc.apply_update(b64decode(state["state"]))
    before = doc.get_state()
    doc.get("text", type=Words).insert(0, "x" * 100_000)
    update = b64encode(doc.get_update(before)).decode()
    assert client.post(address("text_updates", text), {"update": update}).status_code == 204
    assert len(text.words()) > 100_000
    answer = client.post(address("text_updates", text), {"update": "????"})
    assert (answer.status_code, answer.json()) == (400, {"code": "bad_frame"})


def test_a_picture_is_kept_with_the_card_and_shown_to_its_readers(text, samira, signed_in, files):
    client = signed_in(samira)
    words = client.post(address("text_picture", text), {"picture": picture()}).json()["words"]
    text.rewrite(samira, f"{words}\n\n![elders](https://voorbeeld.nl/x.png)")
    page = client.get(text.document.get_absolute_url()).content.decode()
    file = text.document.message.attachments.get()
    assert f'<img src="{file.get_absolute_url()}"' in page
    assert '<img src="https://' not in page
    assert client.get(file.get_absolute_url()).status_code == 200
    refused = client.post(
        address("text_picture", text), {"picture": SimpleUploadedFile("x.png", b"geen plaatje")}
    )
    assert refused.status_code == 422
    exported = client.get(address("text_export", text, "html")).content.decode()
    assert 'src="data:image/png;base64,' in exported
    with ZipFile(BytesIO(client.get(address("text_export", text, "odt")).content)) as odt:
        assert [name for name in odt.namelist() if name.startswith("Pictures/")]


def test_it_can_be_taken_along(text, samira, signed_in):
    client = signed_in(samira)
    answer = client.get(address("text_export", text, "odt"))
    with ZipFile(BytesIO(answer.content)) as odt:
        content = odt.read("content.xml").decode()
    assert 'text:outline-level="1"' in content
    assert "table:table-cell" in content
    answer = client.get(address("text_export", text, "pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert "/StructTreeRoot" in PdfReader(BytesIO(answer.content)).trailer["/Root"]
    assert client.get(address("text_export", text, "exe")).status_code == 404


def test_a_remark_is_a_message_that_knows_its_place(text, samira, daan, signed_in, mobility):
    client = signed_in(daan)
    sent = {"words": "Klopt dit?", "quote": "rekken", "begin": "AQ==", "end": "AQ==",
            "client_id": "r"}  # fmt: skip
    client.post(address("text_remarks", text), sent)
    client.post(address("text_remarks", text), sent)
    remark = Remark.objects.get()
    assert remark.message.body == "> rekken\n\nKlopt dit?"
    assert "blockquote" not in remark.words
    page = client.get(address("text_remarks", text)).content.decode()
    assert 'data-begin="AQ=="' in page
    assert [event.data for event in text.stream.events.filter(position__gt=1)] == [
        {"about": "remarks"}
    ]
    signed_in(samira).post(address("text_remark", text, remark.pk))
    remark.refresh_from_db()
    assert remark.resolved_by == samira


def test_versions_and_templates_have_their_pages(text, samira, daan, signed_in, water):
    client = signed_in(samira)
    client.post(address("text_versions", text), {"name": "Voor het overleg"})
    version = TextVersion.objects.get()
    text.rewrite(daan, "Iets anders")
    assert "<h2>Plan</h2>" in client.get(address("text_version", text, version.pk)).content.decode()
    client.post(address("text_version", text, version.pk))
    assert text.words().startswith("# Plan")
    templates = reverse("text_templates", args=[water.slug])
    assert client.get(templates).status_code == 403
    keeper = signed_in(daan)
    assert keeper.get(templates).status_code == 200
    minutes = reverse("text_template", args=[water.slug, "minutes"])
    keeper.post(minutes, {"name": "Verslag", "words": "# {subject}\n\n{onbekend}"})
    template = Template.objects.get()
    assert filled(template.words, text.document.thread, daan) == (
        "# Fietsen langs de singel\n\n{onbekend}"
    )
    keeper.post(minutes, {"drop": "1"})
    assert not Template.objects.exists()
    assert keeper.get(reverse("text_template", args=[water.slug, "new"])).status_code == 200


def test_pictures_and_a_pdf_need_no_network(text, samira):
    text.rewrite(samira, "![ver](https://voorbeeld.nl/x.png) ![hier](file:///etc/passwd)")
    assert paper.as_pdf(text.document, text.words()).startswith(b"%PDF")

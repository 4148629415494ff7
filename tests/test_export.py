"""An outcome to take along: what stands in it, for whom, and within what bounds."""

import subprocess
import sys
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from pypdf import PdfReader

from conversations.export import dossier, pdf
from conversations.kinds import outcome_kinds
from conversations.models import Attachment
from tests.conftest import upload
from workspace.bootstrap.machine import lacking_for_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.once]
needs_pango = pytest.mark.skipif(
    bool(lacking_for_pdf()), reason=f"apt-get install {' '.join(lacking_for_pdf())}"
)


@pytest.fixture(params=list(outcome_kinds()))
def outcome(request, mobility, say, samira, daan, files):
    source = say(mobility, daan, "Bij het station staan te **weinig** rekken")
    say(mobility, daan, "Zie de foto", files=Attachment.keep([upload("rekken.txt")]))
    outcome = outcome_kinds()[request.param].outcomes.grow(
        mobility, samira, title="Meer fietsenrekken", body="Twintig stuks.", client_id="grow",
        sources=[source],
    )  # fmt: skip
    with outcome.changing(samira):
        outcome.tell(samira, "changed")
    return outcome


def test_an_export_has_the_outcome_its_trail_and_the_conversation(outcome, signed_in, samira):
    response = signed_in(samira).get(reverse("outcome_html", args=[outcome.kind, outcome.pk]))
    assert "attachment" in response.headers["Content-Disposition"]
    page = BeautifulSoup(response.content, "html.parser")
    assert page.title.text == page.h1.text == "Meer fietsenrekken"
    assert page.html["lang"] == "nl"
    text = page.get_text(" ", strip=True)
    for words in ("Twintig stuks.", "weinig", "rekken.txt", "Wie kijkt er mee?", "Samira Öztürk"):
        assert words in text
    assert len(page.select(".trail > li")) == 3
    assert not page.select("script, svg, img, link, form, [style]")


def test_what_was_taken_away_and_what_is_elsewhere_is_not_in_it(
    outcome, signed_in, samira, daan, carla, say, mobility
):
    hidden = say(mobility, samira, "gorilla")
    hidden.hide(daan, "Niet hier")
    address = reverse("outcome_html", args=[outcome.kind, outcome.pk])
    page = signed_in(samira).get(address).content.decode()
    assert "gorilla" not in page
    assert signed_in(carla).get(address).status_code == 404
    assert signed_in(samira).get(address.replace(outcome.kind, "thread")).status_code == 404


def test_of_a_long_conversation_a_part_stands_in_it_with_the_card(
    outcome, mobility, say, samira, monkeypatch
):
    for number in range(8):
        say(mobility, samira, f"later {number}")
    assert not dossier.conversation(outcome, samira)[1]
    monkeypatch.setattr(dossier, "MESSAGES", 4)
    shown, cut = dossier.conversation(outcome, samira)
    assert (len(shown), cut) == (4, True)
    assert outcome.message in shown
    monkeypatch.setattr(dossier, "MAX_BYTES", 10)
    assert dossier.conversation(outcome, samira) == ([], True)


def test_however_long_a_conversation_is_it_costs_the_same_queries(
    outcome, mobility, say, samira, django_assert_max_num_queries
):
    for number in range(8):
        say(mobility, samira, f"later {number}")
        outcome_kinds()[outcome.kind].outcomes.grow(
            mobility, samira, title=f"Nog een {number}", client_id=f"more-{number}"
        )
    with django_assert_max_num_queries(14):
        dossier.dossier(outcome, samira)


@needs_pango
def test_a_pdf_is_tagged_and_says_its_title_and_language(mobility, samira, signed_in):
    config = next(iter(outcome_kinds().values()))
    outcome = config.outcomes.grow(
        mobility, samira, title="Meer rekken Ω Ж ł", client_id="grow",
        body="# Kop\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    )  # fmt: skip
    response = signed_in(samira).get(reverse("outcome_pdf", args=[outcome.kind, outcome.pk]))
    assert response.headers["Content-Type"] == "application/pdf"
    document = PdfReader(BytesIO(response.content))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert document.metadata.title == "Meer rekken Ω Ж ł"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert "Meer rekken Ω Ж ł" in document.pages[0].extract_text()
    fonts = [font.get_object() for font in document.pages[0]["/Resources"]["/Font"].values()]
    faces = str([font["/BaseFont"] for font in fonts])
    assert "Source-Sans-3-Greek" in faces
    assert "Source-Sans-3-Cyrillic" in faces


@needs_pango
def test_a_pdf_fetches_nothing(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">gorilla</text></svg>')
    html = (
        f'<html lang="nl"><title>x</title><style>@import url("{secret.as_uri()}");</style>'
        f'<body><p>hier</p><img alt="x" src="{secret.as_uri()}">'
        '<img alt="x" src="http://localhost:1/x.png"><img alt="x" src="data:image/svg+xml,<svg/>">'
    )
    text = PdfReader(BytesIO(pdf.made_of(html))).pages[0].extract_text()
    assert "hier" in text
    assert "gorilla" not in text


def test_where_no_pdf_can_be_made_the_page_says_so_and_the_html_is_there(
    mobility, samira, signed_in, monkeypatch, tmp_path
):
    config = next(iter(outcome_kinds().values()))
    outcome = config.outcomes.grow(mobility, samira, title="Rekken", client_id="grow")
    client, address = signed_in(samira), reverse("outcome_pdf", args=[outcome.kind, outcome.pk])
    endless = tmp_path / "endless.py"
    for program, words in [("import sys; sys.exit(3)", "Pango"), ("while True: pass", "HTML")]:
        endless.write_text(program)
        monkeypatch.setattr(pdf, "PROGRAM", endless)
        monkeypatch.setattr(pdf, "SECONDS", 1)
        page = client.get(address, follow=True)
        assert page.redirect_chain
        assert words in page.content.decode()
    assert client.get(address.replace(".pdf", ".html")).status_code == 200


def test_the_program_that_makes_a_pdf_ends_when_it_takes_too_much():
    """Its bounds are its own: no text makes it take what the server needs."""
    greedy = (
        "import runpy, resource; about = runpy.run_path('conversations/export/printing.py')\n"
        "about['bound']()\n"
        "bytearray(2 * about['MEMORY'])"
    )
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True)
    assert "MemoryError" in done.stderr

"""From a mail to the words that its author meant."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.mail import reply
from tests.processor import within

pytestmark = pytest.mark.once

EARLIER = "Kunnen we woensdag naar de kade kijken?\nIk heb om 14:00 een boot."
QUOTED = "".join(f"> {line}\n" for line in EARLIER.split("\n"))
ATTRIBUTION = "Op ma 9 mrt 2026 om 10:12 schreef Els de Wit <els@werkplek.example>:\n"


def squeezed(text):
    return " ".join(text.split())


def letters(text):
    return sorted(character for character in text if character.isalnum())


def test_an_answer_below_its_quotation_stands_alone():
    assert reply.of_text(f"{ATTRIBUTION}{QUOTED}\nJa, dat kan.").text == "Ja, dat kan."


def test_answers_between_the_lines_keep_what_they_answer():
    mail = f"{ATTRIBUTION}> Kunnen we woensdag kijken?\nJa.\n\n> En wie vaart?\nDat doe ik.\n"
    assert reply.of_text(mail).text == (
        "> Kunnen we woensdag kijken?\n\nJa.\n\n> En wie vaart?\n\nDat doe ik."
    )


def test_what_is_left_of_the_quotation_after_the_last_answer_is_cut():
    mail = f"{ATTRIBUTION}> Kunnen we kijken?\nJa.\n\n> En wie vaart?\n> Groet, Els\n"
    found = reply.of_text(mail)
    assert found.text == "> Kunnen we kijken?\n\nJa."
    assert "En wie vaart" in found.cut and "schreef Els" in found.cut


def test_words_above_and_below_keep_the_quotation_between_them():
    mail = f"Eerst dit.\n\n{ATTRIBUTION}{QUOTED}\nWoensdag kan ik niet, donderdag wel.\n"
    said = reply.of_text(mail).text
    assert said.startswith("Eerst dit.\n\n> Kunnen we") and said.endswith("donderdag wel.")


def test_a_closing_below_the_quotation_does_not_bring_it_back():
    mail = f"Akkoord.\n\n{ATTRIBUTION}{QUOTED}\nGroet,\nFatima\n"
    assert squeezed(reply.of_text(mail).text) == "Akkoord. Groet, Fatima"


def test_a_quotation_alone_is_no_answer_unless_the_author_chose_it():
    assert reply.of_text(f"{ATTRIBUTION}{QUOTED}").text == ""
    assert reply.of_text("> Wie niet waagt, die niet wint.").text.startswith("> Wie")


def test_a_line_that_the_quoting_program_broke_belongs_to_the_quotation():
    mail = (
        f"Goed.\n\n{ATTRIBUTION}> Een lange regel die door het programma van de ontvanger wordt\n"
        "afgebroken\n> en verder gaat.\n"
    )
    assert reply.of_text(mail).text == "Goed."


def test_a_forward_is_its_note_and_the_words_passed_on_with_their_author():
    mail = (
        "Zie hieronder.\n\n---------- Forwarded message ---------\n"
        "Van: Piet Puk <piet@elders.example>\n"
        "Date: ma 9 mrt 2026 om 09:00\nSubject: Offerte\nTo: <fatima@gemeente.example>\n\n\n"
        "De offerte is 100 euro.\n"
    )
    found = reply.of_text(mail)
    assert found.text == "Zie hieronder."
    assert found.forwarded.name == "Piet Puk"
    assert found.forwarded.address == "piet@elders.example"
    assert found.forwarded.words == "De offerte is 100 euro." and not found.forwarded.alone


def test_a_forward_without_a_note_is_the_words_passed_on():
    mail = (
        "\nBegin doorgestuurd bericht:\n\n> Van: Piet Puk <piet@elders.example>\n"
        "> Onderwerp: Offerte\n> Datum: 9 maart 2026 om 09:00:12 CET\n> \n"
        "> De offerte is 100 euro.\n"
    )
    found = reply.of_text(mail)
    assert found.forwarded.alone and found.forwarded.name == "Piet Puk"
    assert found.forwarded.words == found.text == "De offerte is 100 euro."


def test_an_answer_below_our_own_mail_passes_nothing_on():
    mail = (
        "Van: Els <els@werkplek.example>\nAan: Fatima\nOnderwerp: Kade\n\n"
        "## Schrijf uw antwoord boven deze regel ##\n> Kunnen we woensdag?\n\nJa, goed.\n"
    )
    found = reply.of_text(mail)
    assert found.text == "Ja, goed." and found.forwarded is None


def test_a_forward_of_a_forward_is_the_words_that_were_passed_on_twice():
    rule = "-----Oorspronkelijk bericht-----\n"
    header = "Van: {0} <{0}@elders.example>\nVerzonden: maandag 9 maart 2026 09:00\n"
    mail = f"{rule}{header.format('Noor')}\n{rule}{header.format('Piet')}\nDe offerte is 100 euro."
    for text, forward in ((mail, True), (mail, None), (f"\n{mail}\n\n\n", True)):
        found = reply.of_text(text, forward).forwarded
        assert found.words == "De offerte is 100 euro." and found.alone
        assert found.name == "Piet" and found.address == "piet@elders.example"


def test_an_answer_below_a_header_with_blank_lines_is_not_lost():
    mail = (
        "Gesendet: Montag, 9. März 2026 um 09:43\n\nVon: Els <els@werkplek.example>\n\n"
        "An: Fatima <fatima@gemeente.example>\n\nBetreff: Kade\n\n\nWoensdag geht es.\n"
    )
    assert reply.of_text(mail).text == "Woensdag geht es."


def test_signed_words_lose_the_armour_of_pgp():
    mail = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nAkkoord.\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    found = reply.of_text(mail)
    assert found.text == "Akkoord." and "iQEz" in found.cut


def test_a_warning_above_is_cut_and_a_mail_about_warnings_is_not():
    warning = "LET OP: Deze e-mail komt van buiten de organisatie. Klik niet op links.\n\n"
    assert reply.of_text(f"{warning}Akkoord.").text == "Akkoord."
    assert reply.of_text(warning).text.startswith("LET OP")


def test_a_disclaimer_directly_below_the_last_line_takes_no_more_than_itself():
    mail = (
        "Akkoord.\nTot woensdag\nDit bericht is uitsluitend bestemd voor de geadresseerde. Bent u\n"
        "dat niet, dan verzoeken wij u het te verwijderen."
    )
    assert squeezed(reply.of_text(mail).text) == "Akkoord. Tot woensdag"


def test_a_business_card_goes_and_what_somebody_says_below_a_name_stays():
    card = "Beleidsadviseur Water\nPostbus 10, 1000 AA Rivierstad\n06 - 12 34 56 78"
    assert squeezed(reply.of_text(f"Ja.\n\nGroet,\nFatima\n\n{card}").text) == "Ja. Groet, Fatima"
    said = "Ja.\n\nGroet,\nFatima\n\nvrijdag ben ik te bereiken op 06 - 12 34 56 78"
    assert squeezed(reply.of_text(said).text) == squeezed(said)


def test_controls_and_marks_that_turn_the_direction_are_gone():
    assert reply.of_text("Ak\x00koord \u202egeen\u202c bezwaar.").text == "Akkoord geen bezwaar."


def test_lines_that_the_mail_program_broke_flow_and_others_stay_lines():
    mail = (
        "Dit is een lange regel die door het mailprogramma is afgebroken, en dus\n"
        "loopt hij door.\n\nGroet,\nFatima"
    )
    assert reply.of_text(mail).text == mail.replace("Groet,\n", "Groet,  \n")


def test_only_what_markdown_would_take_away_is_escaped():
    assert reply.of_text("3*4*5 en __init__ en \\\\server\\deel").text == (
        "3\\*4\\*5 en \\_\\_init__ en \\\\\\server\\deel"
    )
    assert (
        reply.of_text("snake_case en *nadruk* en - dit").text == "snake_case en *nadruk* en - dit"
    )


words = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)
words = words.map(lambda word: unicodedata.normalize("NFC", word))
sentences = st.lists(words, min_size=1, max_size=12).map(lambda found: " ".join(found) + ".")
messages = st.lists(sentences, min_size=1, max_size=6).map("\n\n".join)


@settings(max_examples=60, deadline=None)
@given(messages)
def test_whatever_is_typed_above_a_quotation_comes_out_whole(typed):
    found = reply.of_text(f"{typed}\n\n{ATTRIBUTION}\n{QUOTED}")
    assert letters(found.text) == letters(typed)


parts = st.sampled_from(
    [
        "Ja.", "Van: Els <els@a.example>", "Verzonden: maandag 9 maart 2026 10:12", "-- ", "--",
        "Aan: Bram <bram@a.example>", "Onderwerp: Kade", "> Kunnen we?", "> > Nee", "", "", "____",
        "Verstuurd vanaf mijn iPhone", ATTRIBUTION.strip(), "-----Oorspronkelijk bericht-----",
        "---------- Forwarded message ---------", "```", "Dit bericht is vertrouwelijk en alleen "
        "bestemd voor de geadresseerde. Verspreiding is verboden.", "Groet,", "Jan", "<a@b.e>",
        "## Schrijf uw antwoord boven deze regel ##", "LET OP: externe afzender, klik niet",
        ">>> Els 9-3-2026 10:12 >>>", "AB> citaat", "| kolom", "-----BEGIN PGP SIGNED MESSAGE-----",
        "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----", "wrote:", "9 mrt 2026,",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(parts, max_size=25).map("\n".join))
def test_text_and_cut_together_hold_every_word(mail):
    found = reply.of_text(mail)
    assert letters(found.text + found.cut) == letters(mail)


@pytest.mark.parametrize(
    "mail",
    [
        "On " * 33_000, "On 1 Jan 2026 at 10:10, a <a@b.example>\n" * 2_500, ">" * 100_000,
        "> a\nb\n\n" * 12_000, "Van: a\n" * 14_000, "Van: Els <els@a.example>\n" * 4_000,
        "x\n" * 50_000, "--\n" * 33_000, " " * 100_000 + "x", "a@" * 50_000,
        "wrote:\n" * 14_000, "##\n" * 33_000, "Verzonden vanaf mijn " * 5_000, "<a\n" * 33_000,
        "\n\n".join(["vertrouwelijk, bestemd voor de geadresseerde"] * 2_000),
        "a: b\n" * 20_000, "Op 9 mrt 2026,\n" * 7_000, "|\n" * 50_000, "extern " * 14_000,
    ],
    ids=lambda mail: repr(mail[:16]),
)  # fmt: skip
def test_100_kb_of_any_text_takes_less_than_a_second(mail):
    with within(1):
        reply.of_text(f"Akkoord.\n{mail}")

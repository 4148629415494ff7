"""What the author wrote right above an attribution is the author's, whatever it looks like."""

import pytest

from conversations.mail import reply

pytestmark = pytest.mark.once

ATTRIBUTIONS = (
    "Op 9-3-2026 om 10:12 schreef Els de Wit:",
    "Op ma 9 mrt 2026 om 10:12 schreef Els de Wit\n<els@werkplek.example>:",
    "On Mon, Mar 9, 2026 at 10:12 AM Els <els@werkplek.example> wrote:",
    "Els <els@werkplek.example> schreef op ma 9 mrt. 2026 om 10:12:",
    "2026-03-09 10:12 GMT+01:00 Els <els@werkplek.example>:",
)
LAST_WORDS = (
    "Tot woensdag, 14:00 uur.",
    "Wij spraken elkaar op 12-03-2026 om 10:00.",
    "Mail anders Jan <jan@werkplek.example> even.",
    "Jan weet ervan (zie jan@werkplek.example).",
    "Kan het om 14:00 uur",
    "Woensdag 14:00 lukt niet: ik kom donderdag",
)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("words", LAST_WORDS)
def test_last_words_are_kept(words, attribution):
    found = reply.of_text(f"Dag Els,\n\n{words}\n{attribution}\n> Kom je woensdag?\n")
    assert found.text.replace("\\", "").split() == f"Dag Els, {words}".split()
    assert "Kom je woensdag?" in found.cut


def test_a_person_may_be_named_on_the_second_line_of_an_attribution():
    mail = "Ja.\n\nOp maandag 9 maart 2026 om 10:12\nheeft Els <els@a.example> geschreven:\n> Ja?\n"
    assert reply.of_text(mail).text == "Ja."

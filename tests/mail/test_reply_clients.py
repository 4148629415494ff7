"""What the mail programs that people use put around an answer, and the answer that is left.

The mails were written for this project after what the programs send.
"""

from pathlib import Path

import pytest

from conversations.mail import reply

pytestmark = pytest.mark.once

SAMPLES = Path(__file__).parent / "samples" / "reply"
ANSWER = "Dat is goed. Neem jij de tekening mee?\n\nGroet,\nFatima"
EARLIER = "Kunnen we woensdag naar de kade kijken?\nIk heb om 14:00 een boot."
QUOTED = "".join(f"> {line}\n" for line in EARLIER.split("\n"))


def samples(name):
    """{title: text} of a file in which "=== title" stands above each text."""
    found = (SAMPLES / name).read_text().split("=== ")[1:]
    return dict(sample.split("\n", 1) for sample in found)


BELOW = samples("below.txt")  # {quoted} stands for the earlier mail with marks, {earlier} without
OWN_WORDS = samples("own_words.txt")


def squeezed(text):
    return " ".join(text.split())


@pytest.mark.parametrize("program", BELOW)
def test_what_a_mail_program_puts_below_an_answer_is_not_posted(program):
    below = BELOW[program].format(quoted=QUOTED, earlier=EARLIER)
    found = reply.of_text(f"{ANSWER}\n\n{below}")
    assert squeezed(found.text) == squeezed(ANSWER)
    assert "Kade" not in found.text and "boot" not in found.text
    if "{" in BELOW[program]:
        assert "Kunnen we woensdag" in found.cut


@pytest.mark.parametrize("kind", OWN_WORDS)
def test_what_only_looks_like_it_is_posted_whole(kind):
    assert squeezed(reply.of_text(OWN_WORDS[kind]).text) == squeezed(OWN_WORDS[kind])


def test_a_sentence_that_people_write_is_never_cut_wherever_it_stands():
    below = BELOW["Gmail nl"].format(quoted=QUOTED)
    around = ("Dag Els,", "Dat wilde ik zeggen.")
    lost = []
    for sentence in (SAMPLES / "sentences.txt").read_text().splitlines():
        for place in ((sentence, *around), (around[0], sentence, around[1]), (*around, sentence)):
            typed = "\n\n".join(place)
            for mail in (typed, f"{typed}\n\n{below}"):
                found = reply.of_text(mail).text
                if squeezed(found).replace("\\", "") != squeezed(typed):
                    lost.append((place.index(sentence), sentence, found))
    assert not lost

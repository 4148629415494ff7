"""Names are shown for what they are: which letters they are written in, and which look alike.

After Unicode TS 39 (mixed scripts, whole-script confusables, skeletons), cut down to what a reader
of Latin letters can be misled by.
"""

import unicodedata
from collections import Counter
from itertools import compress

from django.utils.translation import gettext_lazy as _

# A letter of another script (or a rare Latin one) with the Latin letter that it looks like.
PAIRS = (
    "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX аa еe оo рp сc уy хx ѕs іi јj һh ԁd ԛq ԝw ӏl ӀI "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX οo νv ιi αa "
    "ՕO օo սu հh ցg ɑa ɡg ıi"
)
LOOKALIKES = {ord(pair[0]): pair[1] for pair in PAIRS.split()}
ALIKE = str.maketrans("i1|0", "lllo")
# Scripts that are written together: Japanese, Korean and Chinese are one for this purpose.
TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK", "BOPOMOFO": "CJK"}
STYLES = ("<font>", "<wide>", "<narrow>", "<circle>", "<square>", "<super>", "<sub>")
NOTES = {
    "ARABIC": _("contains Arabic letters"),
    "ARMENIAN": _("contains Armenian letters"),
    "CYRILLIC": _("contains Cyrillic letters"),
    "GREEK": _("contains Greek letters"),
    "HEBREW": _("contains Hebrew letters"),
    "LATIN": _("contains Latin letters"),
}
MANY = _("contains letters of more than one script")
STYLED = _("contains letters in an unusual form")


def note(name):
    """A neutral sentence about a name that may look like what it is not, or an empty text.

    A name in one script gets none, unless all of it looks like Latin letters.
    """
    if name.isascii():
        return ""
    # The script that most of the name is written in needs no mention beside another.
    scripts = [script for script, _count in scripts_of(name).most_common()]
    joined = "LATIN" in scripts and any(unicodedata.category(letter) == "Cf" for letter in name)
    if joined or any(unicodedata.decomposition(letter).startswith(STYLES) for letter in name):
        return STYLED
    if len(scripts) == 1 and "LATIN" not in scripts and looks_latin(name):
        return NOTES.get(scripts[0], MANY)
    if len(scripts) == 2:
        return NOTES.get(scripts[1], MANY)
    return MANY if len(scripts) > 2 else ""


def skeleton(name):
    """Names with the same skeleton look alike: those of `Öztürk`, `Ozturk` and `0zturk`."""
    plain = unicodedata.normalize("NFKD", name.translate(LOOKALIKES))
    seen = (unicodedata.category(letter) not in ("Mn", "Cf") for letter in plain)
    letters = "".join(compress(plain, seen))
    folded = letters.translate(LOOKALIKES).casefold().translate(ALIKE).replace("rn", "m")
    return " ".join(folded.split())


def scripts_of(name):
    """How many letters the name has of each script; a modifier (`ʻ`) goes with any."""
    letters = (letter for letter in name if letter.isalpha())
    return Counter(script(letter) for letter in letters if unicodedata.category(letter) != "Lm")


def script(letter):
    """The first word of its name in Unicode: `LATIN SMALL LETTER A`."""
    word = unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]
    return TOGETHER.get(word, word)


def looks_latin(name):
    return all(letter.isascii() for letter in name.translate(LOOKALIKES) if letter.isalpha())

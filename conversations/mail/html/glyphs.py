"""Signs that fonts and pictures draw: Wingdings, Symbol, and pictures of emoji."""

import re
import unicodedata

# Where Outlook turns ":)" into a J of Wingdings, and the bullets of Word's lists.
WINGDINGS = str.maketrans(
    {
        "J": "🙂", "K": "😐", "L": "🙁", "à": "→", "ß": "←", "è": "➔", "ü": "✓", "û": "✗",
        "þ": "☑", "ý": "☒", "¨": "◻", "§": "▪", "Ø": "➢", "l": "●", "n": "■", "q": "❑", "v": "❖",
    }
)  # fmt: skip
SYMBOL = str.maketrans({"·": "•", "Þ": "⇒", "®": "→", "¬": "←", "Û": "⇔", "³": "≥", "£": "≤"})
PRIVATE = re.compile("[\uf020-\uf0ff]")  # where fonts of symbols keep their signs
EMOJI_SOURCE = re.compile(r"emoji|emoticon|smil", re.IGNORECASE)
MAX_NAME = 24


def drawn(text: str, font: str) -> str:
    """The text as it is seen in a font of symbols ("" for a font of letters)."""
    text = PRIVATE.sub(lambda match: chr(ord(match[0]) - 0xF000), text) if font else text
    if font == "wingdings":
        return text.translate(WINGDINGS)
    return text.translate(SYMBOL) if font == "symbol" else text


def emoji(attributes: dict[str, str]) -> str:
    """What a picture stands for in a sentence; "" for a picture that is only a picture."""
    name = (attributes.get("data-emoji") or attributes.get("alt", "")).strip()
    if not 0 < len(name) <= MAX_NAME:
        return ""
    if any(unicodedata.category(sign) == "So" for sign in name) and len(name) <= 12:
        return name
    place = f"{attributes.get('class', '')} {attributes.get('src', '')[:300]}"
    return name if EMOJI_SOURCE.search(place) else ""

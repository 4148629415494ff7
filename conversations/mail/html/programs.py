"""The marks that mail programs leave in their HTML, judged by form.

A class or id may carry a prefix of the program that quoted it (Outlook's `x_`, Hotmail's `ecx`).
"""

import re

from . import styles

ATTRIBUTION = re.compile(r"gmail_attr|moz-cite-prefix|airmail_on|reply-intro")
SIGNATURE = re.compile(
    r"(?:gmail|moz|k9mail|yahoo|email|composer|outlook)[_-]?signature|applemailsignature"
    r"|ms-outlook-mobile-signature|protonmail_signature|messagesignaturesection|edo-signature"
    r"|bloop_sign"
)
SIGNATURE_NAMES = {"signature", "x_signature"}
QUOTED = re.compile(
    r"gmail_quote|yahoo_?quoted|protonmail_quote|tutanota_quote|zmail_extra|freshdesk_quote"
    r"|moz-forward-container|olk_src_body_section|messagereplysection|history_container|edo-original"
    r"|ms-outlook-mobile-reference-message|mail-editor-reference-message-container"
    r"|front-blockquote|missive_quote|sh-quoted-content|isreplycontent|aolreplacedbody"
)
# From here on all is the earlier mail, until the end of the quotation this stands in.
ONWARDS = re.compile(r"divrplyfwdmsg|outlookmessageheader|stopspelling|zwchr")
HEADER_LINE = re.compile(
    r"#?(?:e1e1e1|b5c4df|e5e5e5)|rgb\((?:225, ?225, ?225|181, ?196, ?223|229, ?229, ?229)\)"
)


class Quoting:
    """A container that a program made for the earlier mail.

    What it holds is that mail, until the program's quotation in it has ended: what follows there
    was written below it.
    """

    __slots__ = ("answered", "depth", "kinds")

    def __init__(self, kinds, depth):
        self.kinds, self.depth, self.answered = kinds, depth, False

    def is_ended_by(self, attributes):
        return bool(self.kinds & quotes(names(attributes)))

    def end(self):
        self.answered = True


def names(attributes: dict[str, str]) -> str:
    """The classes, id and name of an element, in lower case."""
    found = [attributes[key] for key in ("class", "id", "name") if key in attributes]
    return " ".join(found).lower() if found else ""


def said(names: str) -> str:
    """The mark of an element with these names, other than "quote"."""
    if ATTRIBUTION.search(names):
        return "attribution"
    return "signature" if SIGNATURE.search(names) or SIGNATURE_NAMES & set(names.split()) else ""


def quotes(names: str) -> set[str]:
    """By which names an element is a container for the earlier mail."""
    return set(QUOTED.findall(names))


def mark(look, earlier: int | None) -> str:
    """The mark of words in a look; `earlier` is the depth from which on all is the earlier mail."""
    if look.cited or (earlier is not None and look.depth >= earlier):
        return "quote"
    quoting = look.quoting
    within = quoting and not (quoting.answered and look.depth == quoting.depth)
    return "quote" if within and look.mark != "attribution" else look.mark


def is_quotation(attributes: dict[str, str], css: dict[str, str]) -> bool:
    """Whether a <blockquote> quotes; without a line beside it, it only indents.

    Gmail and Apple Mail indent the author's own words with `border:none`.
    """
    if attributes.get("type", "").lower() == "cite" or "cite" in attributes:
        return True
    return styles.has_border(css, "left") is not False


def is_made_by_program(attributes: dict[str, str], css: dict[str, str]) -> bool:
    """Whether a quoting <blockquote> was made by the mail program, not by the author."""
    if attributes.get("type", "").lower() == "cite" or attributes.get("cite", "").startswith(
        "mid:"
    ):
        return True
    return bool(QUOTED.search(names(attributes)) and css)


def begins_earlier_mail(name: str, attributes: dict[str, str], css: dict[str, str]) -> bool:
    """Whether from this element on, in it and after it, all is the earlier mail."""
    if not attributes:
        return False
    if ONWARDS.search(names(attributes)):
        return True
    if not css or name not in ("div", "td", "p") or styles.has_border(css, "top") is not True:
        return False
    line = " ".join(value for key, value in css.items() if key.startswith("border"))
    return bool(HEADER_LINE.search(line)) and not styles.has_border(css, "left")

"""From a mail to the words that its author meant to say.

    lines         the lines of a mail as the rules look at them
    dates         dates and times in any language, by their form
    attributions  "Op 5 januari 2026 om 10:12 schreef Els <els@a.example>:"
    labels        the names of headers in many languages
    headers       "Van: … Verzonden: … Aan: … Onderwerp: …"
    notes         the same without labels, as Notes writes it
    rules         "-----Oorspronkelijk bericht-----", "Begin doorgestuurd bericht:"
    earlier       where an earlier mail begins, by any of these
    devices       "Verstuurd vanaf mijn iPhone"
    footers       disclaimers, list footers, warnings of mail from outside
    disclaimers   where a disclaimer begins, also of several paragraphs
    signatures    what stands below the words of one person
    armour        the lines of PGP around signed words
    runs          the author's words and quotations, one after the other
    sorting       which lines are kept
    markdown      the kept lines as they are posted

Nothing is thrown away: what is not posted is in `Reply.cut`.
"""

from importlib import import_module

PUBLIC = ("Forwarded", "Reply", "extract", "of_text")


# Loaded when asked for: `python3 -m conversations.mail.reply` begins on a python without packages.
def __getattr__(name):
    if name not in PUBLIC:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.reading"), name)

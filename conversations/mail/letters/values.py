"""What a letter says to one person only."""

from types import SimpleNamespace

from django.utils.translation import override

from conversations.mail.addresses import reply_address
from conversations.mail.buttons import button_mailto, button_url
from conversations.mail.letters.wording import why_in_words
from conversations.mail.links import choose_url, thread_url


def values(letter, person, *, why):
    """{key: text} of all blanks of a letter. `why` is a key of `wording.WHY`."""
    with override(letter.language):
        return {key: _value(key, letter, person, why) for key in letter.keys}


def _value(key, letter, person, why):
    name, *about = key
    match name:
        case "why":
            return why_in_words(why, letter.group_name)
        case "reply":
            return reply_address(person, SimpleNamespace(pk=about[0]))
        case "mute" | "follow":
            return thread_url(person, SimpleNamespace(pk=about[0]), name)
        case "choose":
            return choose_url(person, SimpleNamespace(pk=about[0]))
        case "web":
            return button_url(person, SimpleNamespace(pk=about[0]), about[1])
        case "mailto":
            return button_mailto(person, SimpleNamespace(pk=about[0]), about[1])
    raise KeyError(key)

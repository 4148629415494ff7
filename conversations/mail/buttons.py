"""What can be done with an outcome by a click in a mail: write to its address, or open its link.

Both are signed for one person, one card and one verb. A link shows a page first: programs that look
through mail follow links.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from conversations.kinds import CannotAnswer
from conversations.mail.addresses import outcome_address, person_of
from conversations.models import Message

SALT = "conversations.mail.buttons"
VALID_FOR = timedelta(days=90)


def button_url(person, message, verb):
    """Where the button leads in a browser, without signing in."""
    about = [person.pk, person.reply_key, message.pk, verb]
    token = signing.dumps(about, salt=SALT, compress=True)
    return settings.SITE_URL + reverse("mail_button", args=[token])


def button_mailto(person, message, verb):
    """The address to which an empty mail, or one with the reason, does the same."""
    return f"mailto:{outcome_address(person, message, verb)}"


def buttons_for(outcome, person, verbs):
    """[(words, url)] of these verbs, for a letter in plain text."""
    return [(verb.words, button_url(person, outcome.message, verb.name)) for verb in verbs]


def behind(token):
    """(person, outcome, `MailVerb`) that a link is about. The verb is None when there is nothing
    to do for this person any more. Raises `CannotAnswer` for a link that is not ours, too old or
    revoked, and for what this person may not read now."""
    try:
        pk, reply_key, message, name = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        raise CannotAnswer from None
    person = person_of(pk, reply_key)
    if person is None:
        raise CannotAnswer
    outcome = outcome_at(message, person)
    return person, outcome, verb_named(name, outcome, person)


def outcome_at(message, person):
    """What the card with this key carries, if this person may read it now. Raises
    `CannotAnswer`."""
    readable = Message.objects.visible_to(person).standing().filter(pk=message)
    card = readable.select_related("thread__group__stream", "thread__stream", "author").first()
    if card is None or card.outcome is None:
        raise CannotAnswer
    outcome = card.outcome
    outcome.message = card
    return outcome


def verb_named(name, outcome, person):
    verbs = outcome.config.mail_verbs(outcome, [person]).get(person.pk, [])
    return next((verb for verb in verbs if verb.name == name), None)

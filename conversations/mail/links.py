"""Links in mails by which a person chooses what they get: signed, and good for that only, without
signing in. They work as long as the mail may be kept, until the person revokes them all together
(`addresses.revoke_all`)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from conversations.mail.addresses import person_of

CHOOSE, THREAD = "conversations.mail.choose", "conversations.mail.thread"


class Closed(Exception):
    """The link is not ours, not whole, or revoked."""


def choose_url(person, group):
    """What this person gets from a group: a page that asks."""
    return settings.SITE_URL + choose_path(person, group)


def choose_path(person, group):
    return reverse("mail_choose", args=[_signed(CHOOSE, person, group)])


def one_click_url(person, group):
    """A POST to it ends all mail from the group at once (RFC 8058); in a browser it asks first."""
    return settings.SITE_URL + stop_path(person, group)


def stop_path(person, group):
    return reverse("mail_stop", args=[_signed(CHOOSE, person, group)])


def thread_url(person, thread, value=""):
    """Whether this person follows or mutes a conversation: a page that asks, with `value` (of
    `Participation.Attention`) in front."""
    path = reverse("mail_attention", args=[_signed(THREAD, person, thread)])
    return f"{settings.SITE_URL}{path}{f'?value={value}' if value else ''}"


def behind(token, about):
    """(person, key of the group or the thread), of a token for `about` (CHOOSE or THREAD). Raises
    `Closed`."""
    try:
        pk, reply_key, key = signing.loads(token, salt=about)
    except signing.BadSignature:
        raise Closed from None
    person = person_of(pk, reply_key)
    if person is None:
        raise Closed
    return person, key


def _signed(about, person, thing):
    return signing.dumps([person.pk, person.reply_key, thing.pk], salt=about)

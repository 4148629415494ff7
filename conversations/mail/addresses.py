"""The addresses that people write to.

A reply address says who writes where: `r-<token>@domain`, the token a signed pair of a person and
a conversation; `o-<token>` is that of a card in it (a decision, a task). What it asks for besides
may follow: `r-<token>+mute`. `b-<token>` is where mail to a person comes back to (VERP). A group's
address is its slug.
"""

import re
from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import dataclass
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

from groups.models import Group, Person

REPLY, OUTCOME, BOUNCE = "r", "o", "b"
MAC_BYTES = 10
MAX_LOCAL = 64  # octets: RFC 5321, 4.5.3.1.1
TOKEN = re.compile(r"(?<![a-z0-9])([robi]-[a-z2-7]{4})[a-z2-7]{12,56}(?=[@+])", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """`thing` is a key: of a thread (`r`, `b`), or of the message that is a card (`o`)."""

    kind: str
    person: Person
    thing: int
    command: str = ""


def reply_address(person, thread, command=""):
    """Where this person answers in this conversation; the command is what a click asks for."""
    return _address(REPLY, person, thread.pk, command)


def outcome_address(person, message, command):
    """Where this person's answer to a card goes."""
    return _address(OUTCOME, person, message.pk, command)


def bounce_address(person, thread=None):
    """The return path of what this person is sent, about a conversation or about none."""
    return _address(BOUNCE, person, thread.pk if thread else 0, "")


def group_address(group):
    return f"{group.slug}@{settings.MAIL_DOMAIN}"


def is_ours(address):
    """Whether it is in our domain, whatever stands before the @."""
    return address.rpartition("@")[2].lower() == settings.MAIL_DOMAIN


def parse(address) -> Address | None:
    """What one of our addresses stands for; None for one that we never gave out, or that was
    revoked since. Upper case is as good: some servers change it."""
    local, _at, domain = address.lower().rpartition("@")
    if domain != settings.MAIL_DOMAIN or len(local) > MAX_LOCAL:
        return None
    kind, _dash, rest = local.partition("-")
    token, _plus, command = rest.partition("+")
    if kind not in (REPLY, OUTCOME, BOUNCE):
        return None
    try:
        key, thing, mac = _unpacked(token)
    except (Error, ValueError, IndexError):
        return None
    person = Person.objects.filter(pk=key).first()
    if person is None or not compare_digest(mac, _mac(kind, person, thing)):
        return None
    return Address(kind, person, thing, command)


def group_at(address) -> Group | None:
    """The group with this address."""
    local, _at, domain = address.lower().rpartition("@")
    return Group.objects.filter(slug=local).first() if domain == settings.MAIL_DOMAIN else None


def masked(text):
    """With our addresses shortened: a mail quotes them, and whoever reads it may not use them."""
    return TOKEN.sub(r"\1…", text)


def revoke_all(person):
    """From now on no address that this person was given works any more; the next mails bring
    new ones."""
    person.reply_key = (person.reply_key + 1) % 32_000
    person.save(update_fields=["reply_key"])


def _address(kind, person, thing, command):
    keys = [_bytes(person.pk), _bytes(thing)]
    lengths = bytes([len(keys[0]) << 4 | len(keys[1])])
    token = b32encode(lengths + b"".join(keys) + _mac(kind, person, thing))
    local = f"{kind}-{token.decode().rstrip('=').lower()}"
    return f"{local}{f'+{command}' if command else ''}@{settings.MAIL_DOMAIN}"


def _unpacked(token):
    data = b32decode(token.upper() + "=" * (-len(token) % 8))
    first, second = data[0] >> 4, data[0] & 15
    keys, mac = data[1 : 1 + first + second], data[1 + first + second :]
    if not 0 < first <= 8 or not 0 < second <= 8 or len(mac) != MAC_BYTES:
        raise ValueError("not one of our tokens")
    return int.from_bytes(keys[:first]), int.from_bytes(keys[first:]), mac


def _mac(kind, person, thing):
    about = f"{kind}:{person.pk}:{person.reply_key}:{thing}"
    return salted_hmac("conversations.mail.addresses", about, algorithm="sha256").digest()[
        :MAC_BYTES
    ]


def _bytes(number):
    return number.to_bytes((number.bit_length() + 7) // 8 or 1)

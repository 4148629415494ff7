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
MAX_KEY = 2**63 - 1  # of a row: databases take no larger number
# Also in a link of a program that leads all links past itself ("mailto%3Ar-…%40").
TOKEN = re.compile(
    r"(?:(?<![a-z0-9])|(?<=%3A))([robi]-(?:\d{1,18}-)?[a-z2-7]{4})[a-z2-7]{12,56}(?=[@+=]|%40|%2B)",
    re.IGNORECASE,
)
# The end of a link of ours (`django.core.signing`: value, moment, signature), also inside of
# another address; a mail program may have broken the signature in two.
SIGNATURE = re.compile(
    r"((?::|%3A)[0-9A-Za-z]{5,7}(?::|%3A))"
    r"(?:[\w-]{43}|[\w-]{0,42}\n[> \t]{0,20}[\w-]{20,43}|[\w-]{20,42}(?=\n))"
)


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


def is_general(address):
    """Whether it was not made for one person: many may write there."""
    return address[:2].lower() not in (f"{REPLY}-", f"{OUTCOME}-", f"{BOUNCE}-")


def parse(address) -> Address | None:
    """What one of our addresses stands for; None for one that we never gave out, or that was
    revoked since. Upper case is as good: some servers change it."""
    return parse_all([address]).get(address)


def parse_all(given) -> dict[str, Address]:
    """The same for several, in one query: those that stand for something."""
    named = {address: found for address in given if (found := _named(address))}
    people = Person.objects.order_by().in_bulk({person for _kind, person, *_more in named.values()})
    return {
        address: Address(kind, people[person], thing, command)
        for address, (kind, person, thing, mac, command) in named.items()
        if person in people and compare_digest(mac, _mac(kind, people[person], thing))
    }


def _named(address):
    """(kind, key of a person, thing, MAC, command) that an address claims, or None."""
    local, _at, domain = address.lower().rpartition("@")
    kind, _dash, rest = local.partition("-")
    token, _plus, command = rest.partition("+")
    is_signed = domain == settings.MAIL_DOMAIN and kind in (REPLY, OUTCOME, BOUNCE)
    if not is_signed or len(local) > MAX_LOCAL:
        return None
    try:
        person, thing, mac = _unpacked(token)
    except (Error, ValueError, IndexError):
        return None
    return kind, person, thing, mac, command


def groups_at(given) -> dict[str, Group]:
    """The groups that have these addresses, in one query."""
    slugs = {address: address.lower().rpartition("@")[0] for address in given if is_ours(address)}
    groups = Group.objects.order_by().in_bulk(set(slugs.values()), field_name="slug")
    return {address: groups[slug] for address, slug in slugs.items() if slug in groups}


def masked(text):
    """With our signed addresses and links made useless. A mail quotes those of its sender; whoever
    reads it could answer, vote or unsubscribe with them as that person."""
    return SIGNATURE.sub(r"\1…", TOKEN.sub(r"\1…", text))


def revoke_all(person):
    """From now on no address that this person was given works any more; the next mails bring
    new ones."""
    person.reply_key = (person.reply_key + 1) % 32_000
    person.save(update_fields=["reply_key"])


def person_of(key, reply_key):
    """Whose signed link this was, if they did not revoke it and are still here; else None."""
    return Person.objects.filter(pk=key, reply_key=reply_key, is_active=True).first()


def _address(kind, person, thing, command):
    keys = [_bytes(person.pk), _bytes(thing)]
    lengths = bytes([len(keys[0]) << 4 | len(keys[1])])
    token = _letters(lengths + b"".join(keys) + _mac(kind, person, thing))
    return f"{kind}-{token}{f'+{command}' if command else ''}@{settings.MAIL_DOMAIN}"


def _letters(data):
    return b32encode(data).decode().rstrip("=").lower()


def _unpacked(token):
    data = b32decode(token.upper() + "=" * (-len(token) % 8))
    first, second = data[0] >> 4, data[0] & 15
    keys, mac = data[1 : 1 + first + second], data[1 + first + second :]
    # The last letter may have bits to spare: only one way to write a token is ours.
    is_ours = token == _letters(data)
    if not is_ours or not 0 < first <= 8 or not 0 < second <= 8 or len(mac) != MAC_BYTES:
        raise ValueError("not one of our tokens")
    person, thing = int.from_bytes(keys[:first]), int.from_bytes(keys[first:])
    if max(person, thing) > MAX_KEY:
        raise ValueError("no key of a row")
    return person, thing, mac


def _mac(kind, person, thing):
    about = f"{kind}:{person.pk}:{person.reply_key}:{thing}"
    return salted_hmac("conversations.mail.addresses", about, algorithm="sha256").digest()[
        :MAC_BYTES
    ]


def _bytes(number):
    return number.to_bytes((number.bit_length() + 7) // 8 or 1)

"""The address that an invitation is answered at: whoever replies to its mail accepts by mail."""

from base64 import b32encode

from django.apps import apps
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

KIND = "i"
MAC_BYTES = 10


def address_of(invitation):
    return f"{KIND}-{invitation.pk}-{_mac(invitation)}@{settings.MAIL_DOMAIN}"


def invitations_at(addresses):
    """{address: invitation} of those that have one that is open, in one query."""
    named = {address: found for address in addresses if (found := _named(address))}
    if not named:
        return {}
    opened = apps.get_model("groups.Invitation").objects.open().filter(group__archived_at=None)
    related = opened.select_related("group", "stream", "invited_by").order_by()
    invitations = related.in_bulk({key for key, _mac in named.values()})
    return {
        address: invitations[key]
        for address, (key, mac) in named.items()
        if key in invitations and constant_time_compare(mac, _mac(invitations[key]))
    }


def _named(address):
    """(key of an invitation, MAC) that an address claims, or None."""
    local, _at, domain = address.lower().rpartition("@")
    kind, _dash, rest = local.partition("-")
    key, _dash, mac = rest.partition("-")
    is_ours = domain == settings.MAIL_DOMAIN and kind == KIND
    return (int(key), mac) if is_ours and key.isdecimal() and len(key) < 19 else None


def _mac(invitation):
    """Of its token too, which the mail has and the database keeps."""
    salt = "groups.invitation_address"
    digest = salted_hmac(salt, invitation.token, algorithm="sha256").digest()
    return b32encode(digest[:MAC_BYTES]).decode().lower()

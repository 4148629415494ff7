"""The address that an invitation is answered at: whoever replies to its mail accepts by mail."""

from base64 import b32encode

from django.apps import apps
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

KIND = "i"
MAC_BYTES = 10


def address_of(invitation):
    return f"{KIND}-{invitation.pk}-{_mac(invitation)}@{settings.MAIL_DOMAIN}"


def invitation_at(address):
    """The invitation with this address while it is open, or None."""
    local, _at, domain = address.lower().rpartition("@")
    kind, _dash, rest = local.partition("-")
    key, _dash, mac = rest.partition("-")
    if domain != settings.MAIL_DOMAIN or kind != KIND or not (key.isdecimal() and len(key) < 19):
        return None
    found = (
        apps.get_model("groups.Invitation")
        .objects.open()
        .select_related("group", "stream", "invited_by")
    )
    invitation = found.filter(pk=key, group__archived_at=None).first()
    if invitation is None or not constant_time_compare(mac, _mac(invitation)):
        return None
    return invitation


def _mac(invitation):
    """Of its token too, which the mail has and the database keeps."""
    salt = "groups.invitation_address"
    digest = salted_hmac(salt, invitation.token, algorithm="sha256").digest()
    return b32encode(digest[:MAC_BYTES]).decode().lower()

"""Whom a mail came for, where nobody tells us the envelope: a mailbox, a mail service."""

from email.parser import BytesHeaderParser
from email.utils import getaddresses
from itertools import chain

from conversations.mail import addresses, inbound

MAX_HEADER_CHARS = 20_000
MOST = 100
# To whom it was sent, as mail servers note it; without that, whom the mail itself names.
ENVELOPE = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To")
NAMED = ("To", "Cc", "Resent-To", "Resent-Cc")


def recipients_in(header):
    """Those of our addresses in these bytes that it came for; [] when it is not for us."""
    found = BytesHeaderParser().parsebytes(header)
    named = [ours(found, names) for names in (ENVELOPE, NAMED)]
    # The mailbox itself may be in our domain, and is nobody's address here.
    known = ([address for address in each if is_known(address)] for each in named)
    return next(filter(None, chain(known, named)), [])


def ours(header, names):
    values = [str(value)[:MAX_HEADER_CHARS] for name in names for value in header.get_all(name, [])]
    found = (address for _name, address in getaddresses(values))
    return list(dict.fromkeys(address for address in found if addresses.is_ours(address)))[:MOST]


def is_known(address):
    try:
        inbound.check_recipient(address)
    except inbound.Refused:
        return False
    return True

"""Whom a mail came for, where nobody tells us the envelope: a mailbox, a mail service, a pipe."""

import re
from email.parser import BytesHeaderParser
from itertools import chain

from conversations.mail import addresses, inbound
from conversations.mail.mime import fields
from conversations.mail.mime.addresses import mailboxes

MAX_HEADER_BYTES, MAX_FIELD_CHARS = 2**20, 20_000
END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
MOST = 100
# To whom it was sent, as mail servers note it; without that, whom the mail itself names.
ENVELOPE = ("x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
NAMED = ("to", "cc", "resent-to", "resent-cc")


def recipients_in(raw):
    """Those of our addresses, in lower case, that a mail came for; [] when it is not for us. Of the
    mail, the header suffices."""
    header = END_OF_HEADER.split(raw[:MAX_HEADER_BYTES], maxsplit=1)[0]
    found = BytesHeaderParser().parsebytes(header)
    named = [
        ours(value for name in names for value in fields.raw(found, name))
        for names in (ENVELOPE, NAMED)
    ]
    # The mailbox itself may be in our domain, and is nobody's address here.
    given = inbound.those_given(set(chain(*named)))
    known = ([address for address in each if address in given] for each in named)
    return next(filter(None, chain(known, named)), [])


def ours(values):
    """Those of our addresses that stand in these fields, in lower case."""
    found = (
        address.lower() for value in values for _name, address in mailboxes(value[:MAX_FIELD_CHARS])
    )
    return list(dict.fromkeys(address for address in found if addresses.is_ours(address)))[:MOST]

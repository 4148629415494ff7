"""Who wrote the mail: exactly one address. The name is only how they call themselves."""

import unicodedata

from conversations.mail.mime import addresses, fields
from conversations.mail.mime.mail import Refused
from workspace.text import clean_line

MAX_NAME = 80


def of(headers):
    """(name, address). Raises Refused without exactly one sender (RFC 5322, section 3.6.2), and
    where the name claims to be an address elsewhere."""
    found = fields.raw(headers, "from")
    if len(found) > 1:
        raise Refused("550 5.7.1", "more than one From field")
    if found and len(found[0]) > fields.LONGEST:
        raise Refused("550 5.7.1", "a From field that is too long")
    mailboxes = addresses.mailboxes(found[0]) if found else []
    given = [address for _name, address in mailboxes if address]
    if not given:
        raise Refused("550 5.7.1", "no address in From")
    if len(given) > 1:
        raise Refused("550 5.7.1", "more than one address in From")
    address = given[0].lower()
    # Some letters become ASCII in lower case: the address would be somebody else's.
    is_changed = address.isascii() and not given[0].isascii()
    if is_changed or not addresses.ADDRESS.fullmatch(address):
        raise Refused("550 5.7.1", "no address in From")
    # A comma in a name that should have been quoted cuts it in pieces.
    name = clean_line(fields.decoded(", ".join(name for name, _address in mailboxes if name)))
    return _name(name, address), address


def _name(name, address):
    plain = unicodedata.normalize("NFKC", name).lower()
    if "@" not in plain:
        return name[:MAX_NAME].strip()
    for claimed in addresses.ADDRESS.findall(plain):
        if _domain(claimed.strip("'.")) != _domain(address):
            raise Refused("550 5.7.1", "the name of the sender is another address")
    return ""


def _domain(address):
    return address.rpartition("@")[2]

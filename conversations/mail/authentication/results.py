"""Authentication-Results (RFC 8601): what a mail server of our own found.

Anyone can write this field. It counts with the authserv-id of a server of ours, above all that
other servers wrote, and in mail that our own server handed over: that server removes the fields
which came in under its name (section 5).
"""

import ipaddress
import re

from conversations.mail.authentication.alignment import Alignment, ascii_domain
from conversations.mail.mime import fields

BY = re.compile(r"\bby\s{1,5}([\w.-]{1,255})", re.IGNORECASE)
# A bracket, a quoted string, other words; in a comment a quote is but a letter.
PIECE = re.compile(r'([()])|"((?:[^"\\]|\\.)*+)"?|([^()"]++)', re.DOTALL)
IN_COMMENT = re.compile(r"([()])|()((?:[^()\\]|\\.)++|\\)", re.DOTALL)
MEANING_SOMETHING = re.compile(r"[^\w.@+:/-]")
RESULT = re.compile(r" ?(\w{1,20})(?: ?/ ?\d{1,5})? ?= ?(\w{1,20})", re.ASCII)
PROPERTY = re.compile(r"\b([\w-]{1,20}\.[\w-]{1,40}) ?= ?([^\s;]{1,320})", re.ASCII)
METHODS = ("dmarc", "dkim", "spf")
MAX_FIELDS = 20


def found_by(trusted, headers, peer):
    """[(method, result, properties)] of the topmost believable field; None where there is none."""
    trusted = {name.lower() for name in trusted}
    if not trusted or not _is_own_server(peer):
        return None
    for name, value in headers.raw_items():
        if name.lower() == "received":
            by = BY.search(str(value)[-2_000:])
            if by is None or not _is_of(by[1].lower(), trusted):
                break
        elif name.lower() == "authentication-results" and (found := _parsed(value, trusted)):
            return found
    return None


def dmarc(found, domain):
    """(whether it says that the mail is from that domain, in which words)."""
    told = [(result, said) for method, result, said in found if method == "dmarc"]
    if told:
        passed = all(
            result == "pass" and ascii_domain(said.get("header.from", "")) == domain
            for result, said in told
        )
        return passed, f"dmarc={told[0][0]}"
    alignment = Alignment(domain)
    for method, result, properties in found:
        signer = properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]
        sender = properties.get("smtp.mailfrom", "").rpartition("@")[2]
        if result == "pass" and method == "dkim" and alignment.of_dkim(ascii_domain(signer)):
            return True, f"dkim=pass {signer}"
        if result == "pass" and method == "spf" and alignment.of_spf(ascii_domain(sender)):
            return True, f"spf=pass {sender}"
    return False, "nothing passes for the domain of From"


def _is_own_server(peer):
    """Mail that came over the internet straight to us passed no server of ours."""
    try:
        return not peer or not ipaddress.ip_address(peer).is_global
    except ValueError:
        return False


def _is_of(host, trusted):
    return any(host == name or host.endswith(f".{name}") for name in trusted)


def _parsed(value, trusted):
    """None where another server says it, or it says nothing about a method that we know."""
    server, *rest = _plain(str(value)[: fields.LONGEST]).lower().split(";")[: MAX_FIELDS + 1]
    if (server.split() or [""])[0] not in trusted:
        return None
    results = ((RESULT.match(result), result) for result in rest)
    known = [
        (match[1], match[2], _properties(result))
        for match, result in results
        if match and match[1] in METHODS
    ]
    return known or None


def _properties(result):
    """One that is told twice, in other words, says nothing: a sender may have written that."""
    told = {}
    for name, said in PROPERTY.findall(result):
        told[name] = said if told.get(name, said) == said else ""
    return told


def _plain(value):
    """On one line, without comments (they nest), and with nothing in a quoted string that could be
    taken for a result: our server repeats there what others told it, such as MAIL FROM."""
    kept, depth, at = [], 0, 0
    while piece := (IN_COMMENT if depth else PIECE).match(value, at):
        at = piece.end()
        bracket, quoted, words = piece.groups()
        if bracket:
            depth = max(0, depth + (1 if bracket == "(" else -1))
            kept.append(" ")
        elif not depth:
            kept.append(words or MEANING_SOMETHING.sub("_", quoted or ""))
    return " ".join("".join(kept).split())

"""Whether a mail really comes from the domain in its From (DMARC, RFC 7489).

results     what our own mail server found already (Authentication-Results, RFC 8601)
signatures  DKIM (RFC 6376)
spf         whether that server may send for the domain (RFC 7208)
alignment   which domains count as that of From
lookups     the DNS, with an end to waiting
"""

from dataclasses import dataclass

from conversations.mail.authentication import results, signatures, spf
from conversations.mail.authentication.alignment import Alignment, ascii_domain
from conversations.mail.authentication.lookups import Lookups, Unanswered


@dataclass(frozen=True)
class Verdict:
    """`how` is "Authentication-Results", "DKIM", "SPF" or ""; `detail` is for the log."""

    dmarc_pass: bool
    domain: str
    how: str = ""
    detail: str = ""


def verdict(mail, *, peer="", helo="", envelope_from="", trusted=(), resolver=None):
    """Whether DKIM or SPF passes for the domain of From, or one aligned with it.

    `peer` is the address that handed the mail over; `trusted` the authserv-ids whose word is taken;
    `resolver` a `dns.resolver.Resolver`. Waits five seconds at most. A domain needs no DMARC
    record: its own signature proves as much; a record can demand the very same domain.
    """
    domain = ascii_domain(mail.address.rpartition("@")[2])
    if not domain:
        return Verdict(False, "", detail="no domain")
    found = results.found_by(trusted, mail.headers, peer)
    if found is not None:
        passed, detail = results.dmarc(found, domain)
        # A server that looks at no signatures leaves those to us.
        if passed or any(method in ("dmarc", "dkim") for method, *_more in found):
            return Verdict(passed, domain, "Authentication-Results", detail)
    lookups = Lookups(resolver)
    try:
        return _own_verdict(mail, domain, peer, envelope_from or f"@{helo}", lookups)
    except Unanswered as error:
        return Verdict(False, domain, detail=str(error))


def _own_verdict(mail, domain, peer, envelope_from, lookups):
    alignment = Alignment.published_by(domain, lookups)
    signed, detail = signatures.check(mail.raw, alignment, lookups)
    if signed:
        return Verdict(True, domain, "DKIM", detail)
    sender = ascii_domain(envelope_from.rpartition("@")[2])
    if spf.is_public(peer) and sender and alignment.of_spf(sender):
        result = spf.check(peer, sender, lookups)
        if result == "pass":
            return Verdict(True, domain, "SPF", f"{peer} may send for {sender}")
        detail = f"{detail}; SPF of {sender}: {result}"
    return Verdict(False, domain, detail=detail)

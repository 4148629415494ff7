"""What became of one mail to one recipient, and whether that says something about the address."""

import re
from dataclasses import dataclass

# Enhanced status codes (RFC 3463) whose permanent form means: this address receives nothing.
NO_SUCH_ADDRESS = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.6", "1.10", "2.1", "4.4"}
GENERAL = {"", "0.0", "3.0", "4.1", "5.0", "5.1"}  # then the words say more
UNKNOWN = re.compile(
    r"(?:user|recipient|mailbox|address|account|alias)\b.{0,40}\b(?:unknown|no longer"
    r"|not (?:found|exist|listed|known)|disabled|inactive|suspended"
    r"|deactivated|does ?n[o']t exist|invalid)"
    r"|(?:unknown|no such|invalid|non-?existent|not a (?:valid|known)) "
    r"(?:local )?(?:user|recipient|mailbox|address|account|person|domain|host)"
    r"|does ?n[o']t have an? .{0,40}account|not listed in|no mailbox here"
    r"|host (?:or domain name )?not found|unrouteable"
    r"|recipient address rejected: access denied|does not exist|onbekende? (?:gebruiker|adres)"
    r"|mailbox unavailable",
    re.IGNORECASE,
)
FULL = re.compile(
    r"quota|(?:mailbox|inbox|postvak)\b.{0,20}\b(?:full|vol|exceeded)|out of (?:storage|space)"
    r"|insufficient (?:system )?storage|temporar|try again|timed? ?out|too (?:large|big|many)",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\bspam|\bjunk\b|block(?:ed|list|ing)|black ?list|deny ?list|banned|reputation|spamhaus"
    r"|\bRBL\b|\bDNSBL\b|barracuda|\bpolicy\b|\bDMARC\b|\bSPF\b|\bDKIM\b|unauthenticated|unsolicited"
    r"|content (?:rejected|filter)|virus|malware|prohibited"
    r"|not (?:authori[sz]ed|allowed|permitted)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Report:
    """`action` as in RFC 3464, section 2.3.3: failed, delayed, delivered, relayed or expanded."""

    recipient: str
    action: str
    status: str  # "5.1.1", or "" where nothing tells
    diagnostic: str

    @property
    def kind(self):
        """ "hard": the address receives nothing. "soft": it did not work now. "refused": because of
        what we are or wrote, which says nothing about the address. "delayed" and "delivered"."""
        if self.action != "failed":
            return "delayed" if self.action == "delayed" else "delivered"
        permanence, _dot, about = self.status.partition(".")
        if permanence == "4":
            return "refused" if about.startswith("7.") else "soft"
        if about in NO_SUCH_ADDRESS:
            return "hard"
        if UNKNOWN.search(self.diagnostic) and about in GENERAL | {"7.1"}:
            return "hard"
        if about.startswith("7.") or REFUSED.search(self.diagnostic):
            return "refused"
        return "soft"

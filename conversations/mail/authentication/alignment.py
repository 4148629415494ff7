"""Which domains count as the domain of From (RFC 7489, section 3.1)."""

from dataclasses import dataclass
from functools import cache

import idna
from publicsuffixlist import PublicSuffixList


def ascii_domain(domain):
    """A domain in lower case as the DNS has it; "" where it can be none."""
    try:
        return idna.encode(domain.strip(".").lower(), uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return domain.lower() if _is_plain(domain) else ""


def _is_plain(domain):
    """Some hosts have underscores in their names, which IDNA does not know."""
    return 0 < len(domain) < 254 and all(
        character.isascii() and (character.isalnum() or character in "-_.") for character in domain
    )


@cache
def _suffixes():
    return PublicSuffixList()  # as the package brings it, names in ASCII


def organisation(domain):
    """ "post.rivierstad.nl" to "rivierstad.nl", by the Public Suffix List."""
    return _suffixes().privatesuffix(domain) or domain


@dataclass(frozen=True)
class Alignment:
    """Relaxed: of the same organisation. Strict: the very same domain."""

    domain: str
    strict_dkim: bool = False
    strict_spf: bool = False

    @classmethod
    def published_by(cls, domain, lookups):
        """As the DMARC record says, of the domain or else of its organisation."""
        for name in dict.fromkeys([domain, organisation(domain)]):
            texts = lookups.texts(f"_dmarc.{name}")
            records = [text for text in texts if text.startswith(b"v=DMARC1")]
            if len(records) == 1:
                tags = _tags(records[0])
                return cls(domain, tags.get("adkim") == "s", tags.get("aspf") == "s")
        return cls(domain)

    def of_dkim(self, domain):
        return self._matches(domain, self.strict_dkim)

    def of_spf(self, domain):
        return self._matches(domain, self.strict_spf)

    def _matches(self, domain, strict):
        if domain == self.domain:
            return True
        return not strict and organisation(domain) == organisation(self.domain)


def _tags(record):
    pairs = (tag.partition("=") for tag in record.decode("ascii", "replace").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _equals, value in pairs}

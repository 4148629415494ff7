"""Whether an address may send mail for a domain (SPF, RFC 7208).

Without macros: a record that needs them passes nothing here. The mail is then judged by DKIM.
"""

import ipaddress

MAX_TERMS = 10  # that ask the DNS (section 4.6.4)
MAX_EXCHANGES = 10
RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}


class _Broken(Exception):
    """The record cannot be used: "permerror"."""


def is_public(peer):
    try:
        return ipaddress.ip_address(peer).is_global
    except ValueError:
        return False


def check(peer, domain, lookups):
    """ "pass", "fail", "softfail", "neutral", "none" or "permerror". Raises Unanswered."""
    try:
        return _Check(ipaddress.ip_address(peer), lookups).result(domain)
    except _Broken:
        return "permerror"


class _Check:
    def __init__(self, peer, lookups):
        self.peer, self.lookups, self.terms = getattr(peer, "ipv4_mapped", None) or peer, lookups, 0

    def result(self, domain):
        texts = self.lookups.texts(domain)
        records = [text for text in texts if text.split(b" ", 1)[0].lower() == b"v=spf1"]
        if len(records) > 1:
            raise _Broken
        if not records:
            return "none"
        redirect = ""
        for term in records[0].decode("ascii", "replace").split()[1:]:
            name, equals, value = term.partition("=")
            if equals and name.isalnum():
                redirect = value if name.lower() == "redirect" else redirect
            elif (qualifier := self._matches(term, domain)) is not None:
                return RESULTS[qualifier]
        return self._redirected(redirect) if redirect else "neutral"

    def _redirected(self, domain):
        self._count(domain)
        result = self.result(domain)
        if result == "none":
            raise _Broken
        return result

    def _matches(self, term, domain):
        """The qualifier of a mechanism that matches, else None."""
        qualifier, rest = (term[0], term[1:]) if term[0] in RESULTS else ("+", term)
        name, _colon, value = rest.partition(":")
        name, _slash, length = name.lower().partition("/")
        if name == "all":
            return qualifier
        if name in ("ip4", "ip6"):
            return qualifier if self._is_in(value) else None
        if name not in ("include", "a", "mx", "exists", "ptr"):
            raise _Broken
        value, _slash, given = value.partition("/")
        target = value or domain
        self._count(target)
        asked = {"include": self._includes, "a": self._has, "mx": self._exchanges}.get(name)
        if name == "exists":
            return qualifier if self.lookups.addresses(target, 4) else None
        return qualifier if asked and asked(target, given or length) else None

    def _count(self, target):
        self.terms += 1
        if self.terms > MAX_TERMS or "%" in target:
            raise _Broken

    def _includes(self, domain, _length):
        result = self.result(domain)
        if result == "none":
            raise _Broken
        return result == "pass"

    def _has(self, host, length):
        return any(
            self._is_in(f"{address}/{self._length(length)}")
            for address in self.lookups.addresses(host, self.peer.version)
        )

    def _exchanges(self, domain, length):
        hosts = self.lookups.exchanges(domain)
        if len(hosts) > MAX_EXCHANGES:
            raise _Broken
        return any(self._has(host, length) for host in hosts)

    def _length(self, length):
        """Of "24", "24//64" or "/64": first for version 4, after "//" for 6."""
        four, _slashes, six = length.partition("//") if "//" in length else (length, "", "")
        if length.startswith("/"):
            four, six = "", length.strip("/")
        return (four or "32") if self.peer.version == 4 else (six or "128")

    def _is_in(self, network):
        try:
            return self.peer in ipaddress.ip_network(network, strict=False)
        except ValueError as error:
            raise _Broken from error

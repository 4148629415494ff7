"""The DNS for one mail: few questions, and one end to waiting for all of them."""

import time

import dns.exception
import dns.resolver

MAX_SECONDS = 5
MAX_QUESTIONS = 40


class Unanswered(Exception):
    """The DNS did not answer in time, or the mail asks too much of it."""


class Lookups:
    def __init__(self, resolver=None):
        self._resolver = resolver
        self._until = time.monotonic() + MAX_SECONDS
        self._asked = 0

    def texts(self, name):
        """The TXT records of a name, as bytes."""
        return [b"".join(record.strings) for record in self._records(name, "TXT")]

    def addresses(self, name, version):
        """The IP addresses of a host: of version 4 or 6."""
        return [record.address for record in self._records(name, "A" if version == 4 else "AAAA")]

    def exchanges(self, name):
        records = sorted(self._records(name, "MX"), key=lambda record: record.preference)
        return [record.exchange.to_text() for record in records]

    def _records(self, name, kind):
        """Raises Unanswered; a name that does not or cannot exist has no records."""
        self._asked += 1
        left = self._until - time.monotonic()
        if left <= 0 or self._asked > MAX_QUESTIONS:
            raise Unanswered("too much to ask of the DNS")
        try:
            resolver = self._resolver or dns.resolver.get_default_resolver()
            return list(resolver.resolve(name, kind, lifetime=left, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
            return []
        except (dns.exception.Timeout, dns.resolver.NoNameservers) as error:
            raise Unanswered(f"no answer from the DNS about {name}") from error
        except dns.resolver.NoResolverConfiguration as error:
            raise Unanswered("no DNS is configured") from error
        except (dns.exception.DNSException, ValueError):
            return []  # not a name at all

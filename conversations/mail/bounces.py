"""Mails that came back: from the report of another server to how the address fares."""

from django.conf import settings

from conversations.mail import addresses, reports
from conversations.models import Bouncing

# A report begins with what went wrong; then come the headers of the mail that it sends back.
LOOKED_THROUGH_BYTES, MOST = 2**20, 20


def take(mail, address):
    """Counts what a report says against the address that it is about. `address` is the signed one
    (`b-`) that the report came to, or None where the other server sent it elsewhere. Returns a
    sentence for the log.

    Anyone can write a report. One is believed when it came to an address that only the mail itself
    carried, or quotes such an address of the person whose mail came back.
    """
    found = [report for report in reports.read(mail) if report.action == "failed"]
    if not found:
        return "no failure in the report"
    if address is not None:
        about = {address.person.email: found[0]}
    else:
        known = _people_named(mail.raw)
        about = {report.recipient: report for report in found if report.recipient in known}
    for email, report in about.items():
        Bouncing.objects.record(email, report.kind, f"{report.status} {report.diagnostic}".strip())
    said = ", ".join(f"{email}: {report.kind}" for email, report in about.items())
    return said or "not about a mail of ours"


def _people_named(raw):
    """The e-mail addresses of those whose signed addresses stand in the mail."""
    quoted = set()
    for signed in addresses.TOKEN.finditer(raw[:LOOKED_THROUGH_BYTES].decode("latin-1")):
        quoted.add(f"{signed[0].lower()}@{settings.MAIL_DOMAIN}")
        if len(quoted) == MOST:
            break
    found = addresses.parse_all(quoted)
    return {address.person.email for address in found.values()}

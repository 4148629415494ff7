"""Notices that servers write for people: qmail, Exim, Postfix, Sendmail, Exchange, Gmail, Yahoo,
Notes. They differ in their sentences and agree in their form: a line that is nothing but the
recipient's address, and near it the reason."""

import re

from conversations.mail.mime import addresses, fields
from conversations.mail.reports.report import Report
from conversations.mail.reports.status import MAX_DIAGNOSTIC, found_code

LONGEST = 100_000  # of the text; a notice stands before the mail that it sends back
MOST_LINES, MOST_RECIPIENTS = 400, 100
ADDRESS = r"[^\s<>()\[\]'\",;:@]{1,64}@[A-Za-z0-9.-]{1,185}"
RECIPIENT = re.compile(
    rf"\s{{0,20}}(?:[*•-]\s{{1,3}})?(?:<({ADDRESS})>|['\"]({ADDRESS})['\"]|({ADDRESS}))"
    r"(?:\s*:\s*(.*)|\s+on\s+\S.*|\s*\(.{0,200}\)|\s*)"
)
RETURNED = re.compile(
    r"-{2,}.{0,20}(?:below this line|this is a copy|original message|message header"
    r"|returned message|the body of the message|unsent message"
    r"|undelivered message)|(?:Return-Path|Received): ",
    re.IGNORECASE,
)
SAYS_WHY = re.compile(r"\b[45]\d\d\b|#?[45]\.\d{1,3}\.\d{1,3}\b")
FAILED = re.compile(
    r"undeliver|not (?:be )?(?:delivered|reach)|(?:could|did) not .{0,40}(?:deliver|reach)"
    r"|(?:unable|n't able) to deliver|failed (?:permanently|addresses|:)|fatal errors"
    r"|delivery .{0,60}fail|gave up"
    r"|niet .{0,40}(?:bezorgd|afgeleverd)|onbestelbaar|konnte nicht|n'a pas pu|no se pudo",
    re.IGNORECASE,
)
DELAYED = re.compile(
    r"not yet been delivered|still (?:being )?(?:retried|trying|try)|will (?:be retried|keep trying"
    r"|continue to try)|warning message only|delivery (?:is|has been|incomplete)? ?delayed"
    r"|do not need to resend|nog niet (?:bezorgd|afgeleverd)|vertraagd",
    re.IGNORECASE,
)


def read(mail):
    lines = _before_the_returned_mail(mail.text[:LONGEST])
    whole, known = _one_line(lines), _failed_recipients(mail)
    action = "delayed" if DELAYED.search(whole) else "failed"
    if not (known or FAILED.search(whole) or action == "delayed"):
        return []
    found = _recipients(lines) or dict.fromkeys(known, "")
    # Of one recipient the reason may stand elsewhere, in a transcript of what the servers said.
    elsewhere = whole if len(found) == 1 or not any(found.values()) else ""
    return [
        _report(recipient, action, reason, elsewhere)
        for recipient, reason in list(found.items())[:MOST_RECIPIENTS]
    ]


def _report(recipient, action, reason, elsewhere):
    said = reason if SAYS_WHY.search(reason) else f"{reason} {elsewhere}".strip()
    code = found_code(said) or _of_reply_code(said)
    return Report(recipient, action, code, said[:MAX_DIAGNOSTIC])


def _failed_recipients(mail):
    """X-Failed-Recipients, as Exim and Gmail set it."""
    values = fields.raw(mail.headers, "x-failed-recipients")
    found = [address.lower() for value in values for _name, address in addresses.mailboxes(value)]
    return list(filter(None, found))


def _before_the_returned_mail(text):
    lines = text.split("\n")[:MOST_LINES]
    cut = next((at for at, line in enumerate(lines) if at and RETURNED.match(line.strip())), None)
    return lines[:cut]


def _recipients(lines):
    """{address: what the lines after it say}."""
    found, current = {}, None
    for line in lines:
        if match := RECIPIENT.fullmatch(line[:1_000]):
            current = (match[1] or match[2] or match[3]).lower()
            found.setdefault(current, []).append(match[4] or "")
        elif current:
            found[current].append(line)
    return {recipient: _one_line(said[:15]) for recipient, said in found.items()}


def _one_line(lines):
    return " ".join(" ".join(lines).split())[:20_000]


def _of_reply_code(said):
    """The class of a status, by an SMTP reply alone: "550" is permanent."""
    found = SAYS_WHY.search(said)
    return f"{found[0][0]}.0.0" if found else ""

"""message/delivery-status (RFC 3464): a group of fields for the server, then one per recipient."""

import re
from email.parser import HeaderParser
from email.policy import compat32

from conversations.mail.mime import charsets, fields
from conversations.mail.reports.report import Report

TYPES = {"message/delivery-status", "message/global-delivery-status"}
LONGEST = 256 * 1024
MOST_RECIPIENTS = 500
BLANK_LINES = re.compile(r"\n\s*\n")
CODE = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
MAX_DIAGNOSTIC = 500


def read(mail):
    reports = []
    for leaf in mail.leaves:
        if leaf.content_type in TYPES:
            words = charsets.decoded(leaf.payload()[:LONGEST], "utf-8").replace("\r", "")
            groups = BLANK_LINES.split(words)[: MOST_RECIPIENTS + 1]
            reports += filter(None, map(_report, groups))
    return reports


def _report(group):
    """None for the fields of the server."""
    headers = HeaderParser(policy=compat32).parsestr(group.strip("\n") + "\n\n")
    recipient = _typed(headers, "Original-Recipient") or _typed(headers, "Final-Recipient")
    if not recipient:
        return None
    diagnostic = _typed(headers, "Diagnostic-Code")[:MAX_DIAGNOSTIC]
    code = found_code(fields.text(headers, "Status"), diagnostic)
    action = fields.text(headers, "Action").lower().partition(" ")[0]
    action = action or {"2": "delivered", "4": "delayed"}.get(code[:1], "failed")
    return Report(recipient.strip("<>").lower(), action, code, diagnostic)


def found_code(*texts):
    """The first status that says something; else the first; else ""."""
    codes = [code for text in texts for code in CODE.findall(text)[:20]]
    return next((code for code in codes if not code.endswith("0.0")), codes[0] if codes else "")


def _typed(headers, name):
    """What follows the type: "rfc822; jan@klant.example"."""
    return fields.text(headers, name).rpartition(";" if "Recipient" in name else "\0")[2].strip()

"""Reports of other servers on mail of ours: by RFC 3464, and in the forms that differ from it.

report    one recipient, what became of the mail, and whether the address is to blame
status    message/delivery-status
notices   text that a server wrote for people
"""

from conversations.mail.reports import notices, status
from conversations.mail.reports.report import Report


def read(mail):
    """[Report], one for each recipient; none where the mail reports nothing."""
    return status.read(mail) or notices.read(mail)


__all__ = ["Report", "read"]

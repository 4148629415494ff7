"""MIME (RFC 5322, 2045-2049): the bytes of a mail to what it says."""

from conversations.mail.mime.content import content_ids
from conversations.mail.mime.mail import Mail, Part, Refused
from conversations.mail.mime.reading import date, read

MAX_MAIL_BYTES = 35 * 2**20  # the most that we take in, whatever brings it

__all__ = ["MAX_MAIL_BYTES", "Mail", "Part", "Refused", "content_ids", "date", "read"]

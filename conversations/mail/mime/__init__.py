"""MIME (RFC 5322, 2045-2049): the bytes of a mail to what it says."""

from conversations.mail.mime.mail import Mail, Part, Refused
from conversations.mail.mime.reading import date, read

__all__ = ["Mail", "Part", "Refused", "date", "read"]

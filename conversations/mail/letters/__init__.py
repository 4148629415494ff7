"""The mails of a conversation as people see them: rendered once for many, and then addressed."""

from conversations.mail.letters.composing import compose, compose_news
from conversations.mail.letters.digest import compose_digest
from conversations.mail.letters.letter import Letter
from conversations.mail.letters.pictures import Picture
from conversations.mail.letters.values import values

__all__ = ["Letter", "Picture", "compose", "compose_digest", "compose_news", "values"]

"""A signed-in browser. The person stands in the row, so that the access rule can ask in one query
which of the open sockets may hear something."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )

    @classmethod
    def get_session_store_class(cls):
        from groups.sessions import SessionStore

        return SessionStore

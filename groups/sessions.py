"""SESSION_ENGINE: Django's database sessions, with the person in the row."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from groups.models import Session

        return Session

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.person_id = data.get(SESSION_KEY)
        return session

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = _("Conversations")

    def ready(self):
        from conversations import live  # noqa: F401

    def about_people(self):
        """Every page says so when mail to the address came back (`groups.backends`)."""
        from conversations.models.bouncing import suspended_since

        return {"suspended_since": suspended_since("pk")}

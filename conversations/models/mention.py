from django.conf import settings
from django.db import models


class Mention(models.Model):
    """That a message names a person, so that they can find it."""

    message = models.ForeignKey("conversations.Message", models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "message"], name="one_mention_each")
        ]

    def __str__(self):
        return f"{self.person} in {self.message_id}"

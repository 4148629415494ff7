from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JoinRequest(models.Model):
    """Someone asks to become a member; a moderator answers."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests"
    )
    words = models.CharField(_("Why do you want to join?"), max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    granted = models.BooleanField(default=False)
    grounds = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=models.Q(answered_at=None),
                name="one_open_request_each",
            )
        ]

    def __str__(self):
        return f"{self.person} asks for {self.group}"

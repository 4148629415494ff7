from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string

VALID_FOR = timedelta(days=30)


def new_token():
    return get_random_string(32)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(accepted_at=None, invited_at__gt=timezone.now() - VALID_FOR)

    def for_person(self, person):
        """Those sent to an address that the person has confirmed to be theirs."""
        addresses = person.emailaddress_set.filter(verified=True).values("email")
        return self.filter(email__in=addresses)


class Invitation(models.Model):
    """An address that is asked to join a group. The token in the mail is the proof."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="invitations")
    email = models.EmailField()
    token = models.CharField(max_length=32, unique=True, default=new_token)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations_accepted"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "email"], name="one_invitation_each")
        ]

    def __str__(self):
        return f"{self.email} to {self.group}"

    def accept(self, person):
        """The person becomes a member. Raises `MayNot` when the invitation is used or too old."""
        return self.group.welcome(person, self)

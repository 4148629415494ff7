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
        since = timezone.now() - VALID_FOR
        return self.filter(accepted_at=None, revoked_at=None, invited_at__gt=since)

    def for_person(self, person):
        """Those sent to an address that the person has confirmed to be theirs."""
        addresses = person.emailaddress_set.filter(verified=True).values("email")
        return self.filter(email__in=addresses)


class Invitation(models.Model):
    """An address that is asked to join a group. The token in the mail is the proof."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="invitations")
    email = models.EmailField()
    token = models.CharField(max_length=32, unique=True, default=new_token)
    # The group's own, or that of the one conversation that a guest is brought into.
    stream = models.ForeignKey("streams.Stream", models.CASCADE, related_name="invitations")
    # When a guest who accepts it leaves again; None: no date was set.
    guest_until = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations_accepted"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email", "stream"], name="one_invitation_each")
        ]

    def __str__(self):
        return f"{self.email} to {self.group}"

    def accept(self, person):
        """The person becomes a member. Raises `MayNot` when the invitation is used or too old."""
        return self.group.welcome(person, self)


class InvitationLink(models.Model):
    """An invitation for whoever holds it: until a moment, for so many people, or until revoked."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="invitation_links")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    most_uses = models.PositiveIntegerField(null=True)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"link to {self.group}"

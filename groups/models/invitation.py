from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from groups import access
from groups.models.audit import AuditEntry
from groups.tasks import send_invitation

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
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    from_list = models.ForeignKey(
        "groups.InvitationList", models.SET_NULL, null=True, related_name="invitations"
    )
    # When a guest who accepts it leaves again; None: no date was set.
    guest_until = models.DateTimeField(null=True)
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

    @property
    def is_for_guest(self):
        return self.stream_id != self.group.stream_id

    @property
    def place(self):
        """Where it leads: the group, or the one conversation."""
        return self.stream.thread if self.is_for_guest else self.group

    def accept(self, person):
        """The person becomes a member, or a guest. Raises `MayNot` when the invitation is used,
        withdrawn or too old."""
        return self.group.welcome(person, self)

    @transaction.atomic
    def accept_by_mail(self, name):
        """Whoever holds the token, or answers the mail that brought it, reads the mail of its
        address: they take part by mail, as someone new or as who takes part by mail already.
        Raises `MayNot`, also for who has an account: they sign in."""
        person = apps.get_model("groups.Person").objects.who_reads(self.email, name)
        if not (person.is_by_mail and person.is_active):
            raise access.MayNot("accept")
        self.accept(person)
        return person

    @transaction.atomic
    def withdraw(self, *, by):
        """Who invited, or a moderator, takes it back. Raises `MayNot`."""
        self._require(by)
        if type(self).objects.open().filter(pk=self.pk).update(revoked_at=timezone.now()):
            AuditEntry.objects.record(
                "withdraw_invitation", actor=by, group=self.group, invitations=[self.pk]
            )

    @transaction.atomic
    def resend(self, *, by):
        """The same mail once more, good for another 30 days. Raises `MayNot`."""
        self._require(by)
        if type(self).objects.open().filter(pk=self.pk).update(invited_at=timezone.now()):
            send_invitation.enqueue(self.pk)

    def _require(self, by):
        access.require(by, "invite" if by.pk == self.invited_by_id else "moderate", self.group)


class InvitationLinkQuerySet(models.QuerySet):
    def open(self):
        """Those that still let someone in."""
        left = Q(most_uses=None) | Q(uses__lt=F("most_uses"))
        return self.filter(left, revoked_at=None, expires_at__gt=timezone.now())


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

    objects = InvitationLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"link to {self.group}"

    @property
    def url(self):
        return settings.SITE_URL + reverse("invitation_link", args=[self.token])

    @property
    def is_open(self):
        left = self.most_uses is None or self.uses < self.most_uses
        return left and self.revoked_at is None and self.expires_at > timezone.now()

    def accept(self, person):
        """The person becomes a member. Raises `MayNot` when the link no longer works."""
        return self.group.welcome_by_link(person, self)

    def take(self):
        """Count one use, if one is left. One statement: of two at once, only one has the last."""
        return bool(type(self).objects.open().filter(pk=self.pk).update(uses=F("uses") + 1))

    @transaction.atomic
    def revoke(self, *, by):
        """It lets nobody in any more; who came by it stays. Raises `MayNot`."""
        access.require(by, "moderate", self.group)
        if type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()):
            AuditEntry.objects.record("revoke_link", actor=by, group=self.group, link=self.pk)

"""That someone belongs to a group, in which role, and how they present themselves there."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models.presentation import Presenting, looks_like_another
from workspace.text import validate_line


class Role(models.TextChoices):
    GUEST = "guest", _("Guest")
    MEMBER = "member", _("Member")
    MODERATOR = "moderator", _("Moderator")
    OWNER = "owner", _("Owner")


class MailChoice(models.TextChoices):
    """What of a group's conversations comes by mail."""

    EVERY = "every", _("Every message")
    MENTIONS = "mentions", _("Mentions of me and answers to me")
    DAILY = "daily", _("A summary each day")
    WEEKLY = "weekly", _("A summary each Monday")
    NONE = "none", _("Nothing")

    @classmethod
    def usual_for(cls, person):
        """Who takes part by mail gets every message."""
        return cls.EVERY if person.is_by_mail else cls.MENTIONS


class MembershipQuerySet(models.QuerySet):
    def in_force(self):
        """Those that give rights now."""
        return self.filter(access.in_force())

    def full(self):
        """Members of the group as a whole: all but guests."""
        return self.exclude(role=Role.GUEST)

    def with_alike(self):
        """With `alike`: see `looks_like_another`."""
        return self.annotate(alike=looks_like_another("person", "group"))

    def lasting(self):
        """Those that are not past their end; the paused ones, too."""
        return self.exclude(expires_at__lte=timezone.now())

    def paused(self):
        """Those that give no rights for some time."""
        return self.lasting().filter(paused_until__gt=timezone.now())


class Membership(Presenting):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    # Since when this member's messages need no approval where newcomers' messages do.
    trusted_at = models.DateTimeField(null=True, blank=True)
    # Why an administrator of the platform or the sub-site had to enter; else empty.
    entered_for = models.CharField(max_length=500, blank=True)
    display_name = models.CharField(
        _("Name in this group"), max_length=80, blank=True, validators=[validate_line]
    )
    function = models.CharField(
        _("Function in this group"), max_length=80, blank=True, validators=[validate_line]
    )
    introduction = models.CharField(
        _("What brings you here"), max_length=500, blank=True, validators=[validate_line]
    )

    mail = models.CharField(
        _("By mail"), max_length=8, choices=MailChoice, default=MailChoice.MENTIONS
    )
    # When a summary goes out, on the clock of this person.
    digest_hour = models.PositiveSmallIntegerField(
        _("Hour of the summary"), default=8, validators=[MaxValueValidator(23)]
    )
    digested_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "group"], name="one_membership_each")
        ]
        indexes = [models.Index(fields=["group", "role"])]

    def __str__(self):
        return f"{self.person} in {self.group}"

    @property
    def name(self):
        """The name that this person goes by in the group."""
        return self.display_name or self.person.name

    @property
    def is_paused(self):
        return self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def is_over(self):
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def choose_mail(self, mail, digest_hour):
        """What comes by mail (a `MailChoice`), and at which hour a summary. The first summary has
        what is new from now on."""
        if mail != self.mail:
            self.digested_at = timezone.now()
        self.mail, self.digest_hour = MailChoice(mail), digest_hour
        self.save(update_fields=["mail", "digest_hour", "digested_at"])

    def stay_as_guest(self):
        """Until the last of the passes ends: after that not even the group's name is seen."""
        ends = list(self.passes.values_list("expires_at", flat=True))
        self.role, self.entered_for = Role.GUEST, ""
        self.expires_at = None if None in ends else max(ends)
        self.save(update_fields=["role", "entered_for", "expires_at"])


class GuestPass(models.Model):
    """That a guest was brought into one conversation, which its stream stands for."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="passes")
    stream = models.ForeignKey("streams.Stream", models.CASCADE, related_name="guest_passes")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "stream"], name="one_pass_each")
        ]

    def __str__(self):
        return f"{self.membership} to {self.stream_id}"

    @property
    def group(self):
        return self.membership.group


class Ban(models.Model):
    """That a person may not be in a group again, until a moderator undoes it."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="bans")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bans")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    grounds = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="one_ban_each")]

    def __str__(self):
        return f"{self.person} banned from {self.group}"

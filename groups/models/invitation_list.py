"""A long list of addresses to invite: some at a time, with for each line that could not be why."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.tasks import invite_next
from workspace.text import clean_line

BATCH = 250


class InvitationList(models.Model):
    """`entries` are [line number, address as written]; they are forgotten when all are done."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="invitation_lists")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    entries = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    invited = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"{self.total} addresses for {self.group}"

    def get_absolute_url(self):
        return reverse("invited_list", args=[self.group.slug, self.pk])

    @property
    def was_stopped(self):
        """Who made it may no longer invite."""
        return self.finished_at is not None and self.done < self.total

    @classmethod
    @transaction.atomic
    def advance(cls, pk):
        """Invite the next ones. Each entry is taken once, also when two do this at once."""
        rows = cls.objects.select_for_update(of=["self"]).select_related("group__stream", "made_by")
        waiting = rows.filter(pk=pk, finished_at=None).first()
        if waiting is None:
            return
        try:
            waiting.take(waiting.entries[waiting.done : waiting.done + BATCH])
        except access.MayNot:
            waiting.finish()
        waiting.save()
        if waiting.finished_at is None:
            invite_next.enqueue(pk)

    def take(self, entries):
        """Raises `MayNot` when who made the list may no longer invite."""
        access.require(self.made_by, "invite", self.group)
        good = self._sort(entries)
        self.invited += len(self.group.invite_all(good, by=self.made_by, from_list=self))
        self.done += len(entries)
        if self.done >= self.total:
            self.finish()

    def finish(self):
        self.finished_at, self.entries = timezone.now(), []

    def _sort(self, entries):
        """The addresses that can be invited; of the others a line that says why not."""
        written = {address.lower() for _number, address in entries}
        known = set(self.invitations.filter(email__in=written).values_list("email", flat=True))
        in_group = addresses_in(self.group, written)
        good, refused = [], []
        for number, entry in entries:
            address = entry.lower()
            reason = _why_not(address, known, in_group, self.made_by)
            if reason:
                refused.append(
                    RefusedLine(made_in=self, number=number, text=clean_line(entry), reason=reason)
                )
            else:
                known.add(address)
                good.append(address)
        RefusedLine.objects.bulk_create(refused)
        return good


class RefusedLine(models.Model):
    """Why an address of a list was not invited."""

    class Reason(models.TextChoices):
        BROKEN = "broken", _("this is not an e-mail address")
        TWICE = "twice", _("this address is in the list twice")
        OWN = "own", _("this is your own address")
        MEMBER = "member", _("this person is already a member")
        BANNED = "banned", _("this person was put out of the group")

    made_in = models.ForeignKey(InvitationList, models.CASCADE, related_name="refused")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=254)
    reason = models.CharField(max_length=6, choices=Reason)

    class Meta:
        ordering = ["number", "pk"]

    def __str__(self):
        return f"{self.number} {self.reason}"


def _why_not(address, known, in_group, inviter):
    try:
        validate_email(address)
    except ValidationError:
        return RefusedLine.Reason.BROKEN
    if address in known:
        return RefusedLine.Reason.TWICE
    person, reason = in_group.get(address, (None, ""))
    return RefusedLine.Reason.OWN if person == inviter.pk else reason


def addresses_in(group, addresses):
    """{address: (person key, reason)} of who is in the group already, or was put out of it."""
    confirmed = Q(emailaddress__email__in=addresses, emailaddress__verified=True)
    theirs = group.members.model.objects.filter(Q(email__in=addresses) | confirmed)
    banned = theirs.filter(bans__group=group)
    members = theirs.filter(memberships__in=group.memberships.full().values("pk"))
    found = {}
    for people, reason in (
        (banned, RefusedLine.Reason.BANNED),
        (members, RefusedLine.Reason.MEMBER),
    ):
        rows = people.values_list("pk", "email", "emailaddress__email", "emailaddress__verified")
        for person, first, other, verified in rows:
            found |= dict.fromkeys((first, verified and other), (person, reason))
    return found

"""A group of one sub-site, or of none, that is opened to the people of another."""

from django.conf import settings
from django.db import models, transaction

from groups import access


class Opening(models.Model):
    """That a group of one sub-site, or of none, is opened to the people of another."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="openings")
    subsite = models.ForeignKey("groups.Subsite", models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "subsite"], name="one_opening_each")
        ]

    def __str__(self):
        return f"{self.group} to {self.subsite}"


class OpeningRequest(models.Model):
    """An owner of the group wants it; an administrator of the sub-site has not answered yet."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="opening_requests")
    subsite = models.ForeignKey("groups.Subsite", models.CASCADE, related_name="opening_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["group", "subsite"], name="one_opening_request_each")
        ]

    def __str__(self):
        return f"{self.group} asks for {self.subsite}"


class OpenTo(models.Model):
    """What a sub-site does with the groups of others. Both sides must want it; one ends it."""

    class Meta:
        abstract = True

    @transaction.atomic
    def ask_for(self, group, *, by):
        """An owner asks to open the group to this sub-site. Raises `MayNot`."""
        access.require(by, "own", group)
        if group.subsite_id == self.pk or self.openings.filter(group=group).exists():
            return
        self.opening_requests.get_or_create(group=group, defaults={"asked_by": by})
        self.record("opening_ask", by=by, group=group)

    @transaction.atomic
    def take_in(self, group, *, by):
        """An administrator agrees. Raises `MayNot` where no owner asks any more."""
        access.require(by, "administer", self)
        if not self.opening_requests.filter(group=group).delete()[0]:
            raise access.MayNot("take_in")
        self.openings.get_or_create(group=group)
        self.record("opening_agree", by=by, group=group)

    @transaction.atomic
    def turn_away(self, group, *, by):
        """End the opening, or the request for it: an owner of the group, or an administrator
        here. Raises `MayNot`."""
        if not access.may(by, "own", group):
            access.require(by, "administer", self)
        self.opening_requests.filter(group=group).delete()
        self.openings.filter(group=group).delete()
        self.record("opening_end", by=by, group=group)

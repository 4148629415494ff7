"""A place where people talk."""

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models.invitation import Invitation
from groups.models.membership import Membership, Role
from workspace.streams.models import Stream, Verb, locked
from workspace.text import validate_line


class GroupQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(pk__in=access.visible_groups(person).values("pk"))

    def of(self, person):
        """The groups that this person is a member of."""
        return self.filter(memberships__person=person)

    def moderated_by(self, person):
        return self.filter(
            memberships__person=person, memberships__role__in=[Role.MODERATOR, Role.OWNER]
        )


class GroupManager(models.Manager.from_queryset(GroupQuerySet)):
    @transaction.atomic
    def open_by(self, person, name, *, openness, description=""):
        """Open a group; who opens it owns it."""
        group = self.create(
            name=name,
            slug=self.free_slug(name),
            description=description,
            openness=openness,
            stream=Stream.objects.create(kind="group"),
        )
        group.admit(person, role=Role.OWNER)
        return group

    def free_slug(self, name):
        base = slugify(name)[:50] or "groep"
        taken = set(self.filter(slug__startswith=base).values_list("slug", flat=True))
        number = 1
        while (slug := f"{base}-{number}" if number > 1 else base) in taken | {"new"}:
            number += 1
        return slug


class Group(models.Model):
    class Openness(models.TextChoices):
        OPEN = "open", _("Open: everyone who is signed in can read and join")
        CLOSED = "closed", _("Closed: only members can read; people join by invitation")

    name = models.CharField(_("Name"), max_length=80, validators=[validate_line])
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(
        _("What is this group about?"), max_length=300, blank=True, validators=[validate_line]
    )
    openness = models.CharField(
        _("Who can read and join"), max_length=10, choices=Openness, default=Openness.CLOSED
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    stream = models.OneToOneField(Stream, models.PROTECT, related_name="group")
    members = models.ManyToManyField(
        "groups.Person", through=Membership, related_name="member_groups"
    )

    objects = GroupManager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("group", args=[self.slug])

    @property
    def is_open(self):
        return self.openness == self.Openness.OPEN

    def join(self, person):
        """Become a member of an open group. Raises `MayNot` where the group is closed."""
        access.require(person, "join", self)
        return self.admit(person)

    def leave(self, person):
        """Raises `MayNot` for the last owner: someone must keep the key."""
        access.require(person, "leave", self)
        self._end_membership(person, actor=person)

    def dismiss(self, person, *, by):
        """A moderator ends someone's membership; what they may hear ends with the commit."""
        access.require(by, "moderate", self)
        access.require(person, "leave", self)
        self._end_membership(person, actor=by)

    def appoint(self, person, role, *, by):
        """An owner gives a member another role. Raises `MayNot` when no owner would be left."""
        access.require(by, "own", self)
        if role != Role.OWNER:
            access.require(person, "step_down", self)
        self.memberships.filter(person=person).update(role=role)
        self._tell(person, Verb.UPDATE, actor=by, role=role)

    def invite(self, email, *, by):
        """An invitation for this address, renewed where one was open. Raises `MayNot`."""
        access.require(by, "invite", self)
        invitation, _created = Invitation.objects.update_or_create(
            group=self,
            email=email.lower(),
            defaults={"invited_by": by, "invited_at": timezone.now(), "accepted_at": None},
        )
        return invitation

    @transaction.atomic
    def welcome(self, person, invitation):
        """Admit someone who holds an invitation that is still open, and close it."""
        invitation = self.invitations.open().select_for_update().filter(pk=invitation.pk).first()
        if invitation is None:
            raise access.MayNot("accept")
        invitation.accepted_at, invitation.accepted_by = timezone.now(), person
        invitation.save()
        return self.admit(person)

    @transaction.atomic
    def admit(self, person, role=Role.MEMBER):
        membership, created = self.memberships.get_or_create(person=person, defaults={"role": role})
        if created:
            self._tell(person, Verb.JOIN, actor=person)
        return membership

    @transaction.atomic
    def _end_membership(self, person, *, actor):
        if self.memberships.filter(person=person).delete()[0]:
            self._tell(person, Verb.LEAVE, actor=actor)

    def _tell(self, person, verb, *, actor, **data):
        """A membership changed: an event in the group's list and in the person's own."""
        with locked(self.stream):
            self.stream.record(verb, actor=actor, person=person.pk, **data)
        with locked(person.stream):
            person.stream.record(verb, actor=actor, group=self.pk, **data)

"""A place where people talk."""

from email.utils import parseaddr

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models.audit import AuditEntry
from groups.models.belonging import Belonging
from groups.models.discipline import Discipline
from groups.models.handover import Handover
from groups.models.hosting import Hosting
from groups.models.inviting import Inviting
from groups.models.membership import Membership, Role
from groups.models.placing import Placing
from groups.models.request import Asking
from groups.models.subsite import Opening, Subsite
from workspace.streams.models import Stream, Verb, locked
from workspace.text import validate_line

# Settings that are a choice: the audit log holds what was chosen.
CHOICES = {
    "reading", "joining", "listed", "approves_newcomers", "approves_guests",
    "takes_public_reactions", "mail_door", "mails_words",
}  # fmt: skip


# At these addresses of a domain mail is for who runs it (RFC 5321, 4.5.1; RFC 2142). Whoever reads
# what comes there can have certificates made for the domain (CA/Browser Forum, Baseline
# Requirements, 3.2.2.4.4).
OFFICES = {
    "abuse", "admin", "administrator", "hostmaster", "mailer-daemon", "postmaster", "root",
    "security", "webmaster",
}  # fmt: skip
# No group's slug, nor is the address that our mails come from; "new" is a page.
RESERVED = {"new"} | OFFICES


class GroupQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(access.visible(person))

    def of(self, person):
        """The groups that this person is a member of."""
        return self.filter(memberships__person=person)

    def at(self, subsite):
        """The groups of a sub-site, and those opened to it; without one all of them."""
        if subsite is None:
            return self
        opened = subsite.openings.values("group")
        return self.filter(Q(subsite=subsite) | Q(pk__in=opened))

    def with_member_count(self):
        members = Membership.objects.full().in_force().filter(group=OuterRef("pk")).order_by()
        members = members.values("group")
        count = Subquery(members.annotate(count=Count("pk")).values("count"))
        return self.annotate(member_count=Coalesce(count, 0))

    def moderated_by(self, person):
        """Where this person keeps order now."""
        kept = person.memberships.in_force().filter(role__in=access.KEEPERS)
        return self.filter(pk__in=kept.order_by().values("group"))

    def used(self):
        return self.filter(archived_at=None)


class GroupManager(models.Manager.from_queryset(GroupQuerySet)):
    @transaction.atomic
    def open_by(self, person, name, **settings):
        """Open a group with these settings (fields); who opens it owns it. Without settings it is
        closed: unlisted, by invitation, read by its members. In another group (`parent`) only who
        keeps order there. Raises `MayNot`, and ValidationError as `Group.check_place`."""
        if parent := settings.get("parent"):
            access.require(person, "moderate", parent)
            settings.setdefault("subsite", parent.subsite)
        if subsite := settings.get("subsite"):
            access.require(person, "open_group", subsite)
        group = self.create(
            name=name,
            slug=self.free_slug(name),
            stream=Stream.objects.create(kind="group"),
            desk=Stream.objects.create(kind="desk"),
            **settings,
        )
        group.admit(person, role=Role.OWNER)
        if parent:
            AuditEntry.objects.record("place", actor=person, group=group, parent=parent.pk)
            group.check_place()
        return group

    def free_slug(self, name):
        base = slugify(name)[:50] or "groep"
        taken = set(self.filter(slug__startswith=base).values_list("slug", flat=True))
        taken |= RESERVED | {parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[0]}
        number = 1
        while (slug := f"{base}-{number}" if number > 1 else base) in taken:
            number += 1
        return slug


class Reading(models.TextChoices):
    PUBLIC = "public", _("Everyone, also without signing in")
    SIGNED_IN = "signed_in", _("Everyone who is signed in")
    MEMBERS = "members", _("Members of the group")


class MailDoor(models.TextChoices):
    """Who starts a conversation by writing to the group's address."""

    NOBODY = "nobody", _("Nobody")
    MEMBERS = "members", _("Members of the group")
    INVITED = "invited", _("Members, and who was invited")
    ANYONE = "anyone", _("Everyone; a moderator looks first at what strangers send")


class Group(Belonging, Inviting, Asking, Placing, Hosting, Handover, Discipline, models.Model):
    class Joining(models.TextChoices):
        OPEN = "open", _("Everyone who finds the group can join")
        REQUEST = "request", _("People ask, a moderator answers")
        INVITATION = "invitation", _("By invitation only")

    name = models.CharField(_("Name"), max_length=80, validators=[validate_line])
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(
        _("What is this group about?"), max_length=300, blank=True, validators=[validate_line]
    )
    reading = models.CharField(
        _("Who can read"), max_length=10, choices=Reading, default=Reading.MEMBERS
    )
    joining = models.CharField(
        _("How people join"), max_length=10, choices=Joining, default=Joining.INVITATION
    )
    listed = models.BooleanField(_("Show this group in the list of groups"), default=False)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subgroups",
        verbose_name=_("Part of"),
    )
    subsite = models.ForeignKey(
        Subsite, models.PROTECT, null=True, blank=True, related_name="groups"
    )
    opened_to = models.ManyToManyField(Subsite, through=Opening, related_name="guest_groups")
    # A conversation between a few people, opened from the list of people.
    is_small = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    approves_newcomers = models.BooleanField(
        _("A newcomer's first message waits for a moderator"), default=False
    )
    approves_guests = models.BooleanField(
        _("Messages of guests wait for a moderator"), default=False
    )
    takes_public_reactions = models.BooleanField(
        _("Visitors can react to public conversations, after approval"), default=False
    )
    mail_door = models.CharField(
        _("Who can start a conversation by mail"),
        max_length=8,
        choices=MailDoor,
        default=MailDoor.MEMBERS,
    )
    mails_words = models.BooleanField(_("Mails contain what was said"), default=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    stream = models.OneToOneField(Stream, models.PROTECT, related_name="group")
    # What waits for the moderators.
    desk = models.OneToOneField(Stream, models.PROTECT, related_name="desk_of")
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
    def effective_reading(self):
        return self.reading

    @property
    def is_archived(self):
        return self.archived_at is not None

    @transaction.atomic
    def describe(self, *, by, **changes):
        """An owner changes the settings (fields). What fewer people may read, they no longer hear
        from the commit on. Raises `MayNot`, and ValidationError as `check_place`."""
        below = self.groups_below() if "reading" in changes else []
        with locked(self.stream, *(group.stream for group in below)):
            was = type(self).objects.get(pk=self.pk)
            access.require(by, "own", was)
            changed = [field for field, value in changes.items() if getattr(was, field) != value]
            if "parent" in changed and changes["parent"]:
                access.require(by, "moderate", changes["parent"])
            for field, value in changes.items():
                setattr(self, field, value)
            self.save(update_fields=changes)
            if "approves_newcomers" in changed and self.approves_newcomers:
                self.trust_members()
            self.stream.record(Verb.UPDATE, actor=by, group=self.pk)
            self._record_settings(by, changed)
            self.check_place()
            if "reading" in changed:
                self.narrow_below(by)
            if "approves_newcomers" in changed and self.approves_newcomers:
                self.trust_members()

    def _record_settings(self, by, changed):
        """Which ones, and what they are now where that is a choice and not words."""
        if not changed:
            return
        choices = {field: getattr(self, field) for field in changed if field in CHOICES}
        parent = {"parent": self.parent_id} if "parent" in changed else {}
        AuditEntry.objects.record(
            "settings", actor=by, group=self, changed=changed, **choices, **parent
        )

"""What moderators and administrators did: a log in which each entry seals the one before.

Entries form a hash chain (Haber and Stornetta, 1991: each record holds the hash of its
predecessor), so an entry that is edited, deleted or moved breaks it. A chain that is cut at the end
is shorter than the head says, which is signed with a key that the database does not hold.
"""

import hashlib
import json
from datetime import UTC

from django.conf import settings
from django.core.signing import Signer
from django.db import models, transaction
from django.db.models import Case, When
from django.utils import timezone

from groups import access
from groups.acts import ACTS, label_of

SIGNER = Signer(salt="groups.audit")


class AuditEntryQuerySet(models.QuerySet):
    def visible_to(self, person):
        """With `is_open`: whether this person reads the grounds and whom it is about."""
        is_open = Case(When(access.audit_open_to(person), then=True), default=False)
        return self.filter(access.audit_known_to(person)).annotate(is_open=is_open)

    def record(self, action, *, actor, group=None, subject=None, grounds="", **about):
        """Append an entry. `actor` and `subject` are people; `about` is plain data that names
        what it was done to, and never its content."""
        with transaction.atomic():
            head = AuditHead.locked()
            entry = AuditEntry(
                number=head.number + 1, action=action, at=timezone.now(),
                actor=actor, actor_name=actor.name if actor else "", group=group,
                subject=subject, subject_name=subject.name if subject else "",
                grounds=grounds, about=about, previous=head.hash,
            )  # fmt: skip
            entry.hash = entry.sealed()
            entry.save(force_insert=True)
            head.move_to(entry)
        return entry


class AuditEntry(models.Model):
    """The names are kept as they were: people change theirs, and accounts end."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False,
        related_name="audited_acts",
    )  # fmt: skip
    actor_name = models.CharField(max_length=80)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False,
        related_name="audited",
    )  # fmt: skip
    subject_name = models.CharField(max_length=80)
    group = models.ForeignKey(
        "groups.Group", models.DO_NOTHING, null=True, db_constraint=False, related_name="audit"
    )
    grounds = models.CharField(max_length=500, blank=True)
    about = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    UNDOING = frozenset(name for name, act in ACTS.items() if act.undoes)

    class Meta:
        ordering = ["-number"]

    def __str__(self):
        return f"{self.number} {self.action}"

    @property
    def label(self):
        return label_of(self.action)

    @property
    def told(self):
        """To whom it is about, in words; None where they were not told."""
        return ACTS[self.action].told if self.action in ACTS else None

    @property
    def can_be_appealed(self):
        return self.told is not None and self.action not in self.UNDOING

    def sealed(self):
        """The hash over all that this entry says, and over the one before it."""
        said = {
            "number": self.number, "at": self.at.astimezone(UTC).isoformat(), "action": self.action,
            "actor": self.actor_id, "actor_name": self.actor_name,
            "subject": self.subject_id, "subject_name": self.subject_name,
            "group": self.group_id, "grounds": self.grounds, "about": self.about,
            "previous": self.previous,
        }  # fmt: skip
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class AuditHead(models.Model):
    """Where the chain ends, signed. Its one row is also the lock under which entries are added."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    signature = models.CharField(max_length=100, default="")

    def __str__(self):
        return f"{self.number}:{self.hash}"

    @classmethod
    def locked(cls):
        cls.objects.bulk_create([cls(pk=1)], ignore_conflicts=True)
        return cls.objects.select_for_update().get(pk=1)

    @property
    def is_ours(self):
        """Whether this is a head that we wrote; that of an empty chain has no signature."""
        return self.signature == (SIGNER.signature(str(self)) if self.number else "")

    def move_to(self, entry):
        self.number, self.hash = entry.number, entry.hash
        self.signature = SIGNER.signature(str(self))
        self.save()

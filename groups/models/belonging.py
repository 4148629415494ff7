"""Who belongs to a group: coming, going, and roles."""

from django.db import transaction
from django.utils import timezone

from groups import access
from groups.models.audit import AuditEntry
from groups.models.membership import MailChoice, Role
from workspace.streams.models import Verb, locked


class Belonging:
    """Verbs of Group."""

    def join(self, person):
        """Become a member of an open group. Raises `MayNot` where the group is closed."""
        access.require(person, "join", self)
        return self.admit(person)

    def leave(self, person):
        """Raises `MayNot` for the last owner (someone must keep the key), and during a pause,
        which would else end by leaving and joining again."""
        with locked(self.stream):
            access.require(person, "walk_out", self)
            self._end_membership(person, actor=person)

    def appoint(self, person, role, *, by):
        """An owner gives a member another role. Raises `MayNot` when no owner would be left, and
        ValueError for a guest: that is an invitation, not a role to be given."""
        if role == Role.GUEST:
            raise ValueError("a guest is invited to a conversation")
        with locked(self.stream):
            access.require(by, "own", self)
            if role != Role.OWNER:
                access.require(person, "step_down", self)
            if self.memberships.full().filter(person=person).exclude(role=role).update(role=role):
                self._tell(person, Verb.UPDATE, actor=by, role=role)
                AuditEntry.objects.record("role", actor=by, group=self, subject=person, role=role)

    @transaction.atomic
    def admit(self, person, role=Role.MEMBER, mail=None):
        """A member, or with a higher role; a guest becomes one. Who is one already stays as they
        are. `mail` is what comes by mail, if not what is usual. Callers ask the rule."""
        mail = mail or MailChoice.usual_for(person)
        membership, created = self.memberships.get_or_create(
            person=person, defaults={"role": role, "mail": mail}
        )
        if created:
            self._tell(person, Verb.JOIN, actor=person)
        elif role != Role.GUEST and (membership.role == Role.GUEST or membership.is_over):
            membership.role, membership.expires_at, membership.entered_for = role, None, ""
            membership.joined_at = timezone.now()
            membership.save()
            membership.passes.all().delete()
            self._tell(person, Verb.JOIN, actor=person)
        return membership

    @transaction.atomic
    def _end_membership(self, person, *, actor):
        """What they may hear ends with the commit. Who was put out has given nobody a key."""
        if self.memberships.filter(person=person).delete()[0]:
            self._tell(person, Verb.LEAVE, actor=actor)
        if actor != person:
            self.withdraw_invitations_of(person)

    def _tell(self, person, verb, *, actor, **data):
        """A membership changed: an event in the group's list and in the person's own."""
        with locked(self.stream):
            self.stream.record(verb, actor=actor, person=person.pk, **data)
        with locked(person.stream):
            person.stream.record(verb, actor=actor, group=self.pk, **data)

"""Who belongs to a group: coming, going, and roles."""

from django.db import transaction

from groups import access
from groups.models.membership import Role
from workspace.streams.models import Verb, locked


class Belonging:
    """Verbs of Group."""

    def join(self, person):
        """Become a member of an open group. Raises `MayNot` where the group is closed."""
        access.require(person, "join", self)
        return self.admit(person)

    def leave(self, person):
        """Raises `MayNot` for the last owner: someone must keep the key."""
        with locked(self.stream):
            access.require(person, "leave", self)
            self._end_membership(person, actor=person)

    def dismiss(self, person, *, by):
        """A moderator ends someone's membership, an owner also another owner's; what they may
        hear ends with the commit. Raises `MayNot`."""
        with locked(self.stream):
            owner = self.memberships.filter(person=person, role=Role.OWNER).exists()
            access.require(by, "own" if owner else "moderate", self)
            access.require(person, "leave", self)
            self._end_membership(person, actor=by)

    def appoint(self, person, role, *, by):
        """An owner gives a member another role. Raises `MayNot` when no owner would be left."""
        with locked(self.stream):
            access.require(by, "own", self)
            if role != Role.OWNER:
                access.require(person, "step_down", self)
            self.memberships.filter(person=person).update(role=role)
            self._tell(person, Verb.UPDATE, actor=by, role=role)

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

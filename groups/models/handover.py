"""Someone changes jobs: what they kept in order in a group passes to someone else."""

from functools import partial

from django.db import transaction

from groups import access
from groups.duties import send_handed_over
from groups.models.audit import AuditEntry
from groups.models.membership import Role
from workspace.streams.models import Verb, locked


class Handover:
    """A group's side of it."""

    def hand_over(self, to, *, by, of=None, leave=False, grounds=""):
        """The rank of `of` (who is `by`, or has left and an administrator does it, with grounds)
        passes to another member, and `of` becomes an ordinary member or leaves. The owners hear of
        what an administrator did. Raises `MayNot`, and ValueError without grounds for that."""
        of = of or by
        if of != by and not grounds:
            raise ValueError("an administrator gives grounds")
        with locked(self.stream):
            role = self._rank_to_hand_over(of, to, by)
            self._raise_to(role, to, by)
            if leave:
                self._end_membership(of, actor=by)
            else:
                self.memberships.filter(person=of).update(role=Role.MEMBER)
                self._tell(of, Verb.UPDATE, actor=by, role=Role.MEMBER)
            entry = AuditEntry.objects.record(
                "hand_over", actor=by, group=self, subject=of, grounds=grounds, to=to.pk, role=role
            )
            if of != by:
                tell = partial(send_handed_over.enqueue, entry.number, to.pk)
                transaction.on_commit(tell)

    def _rank_to_hand_over(self, of, to, by):
        keepers = self.memberships.filter(role__in=access.KEEPERS)
        if of == by:
            keepers = keepers.in_force()
        elif not access.may(by, "run_platform", self):
            raise access.MayNot("hand_over")
        role = keepers.filter(person=of).values_list("role", flat=True).first()
        successors = self.memberships.in_force().full().exclude(person=of)
        if role is None or not successors.filter(person=to, person__is_active=True).exists():
            raise access.MayNot("hand_over")
        return role

    def _raise_to(self, role, person, by):
        lower = access.RANKS[: access.RANKS.index(role)]
        if self.memberships.filter(person=person, role__in=lower).update(role=role):
            self._tell(person, Verb.UPDATE, actor=by, role=role)

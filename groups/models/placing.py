"""Where a group stands: in another group, with groups in it, and archived together with them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import access
from groups.models.audit import AuditEntry
from workspace.streams.models import Verb, locked

DEEPEST = 4


class Placing:
    """Verbs of Group."""

    @transaction.atomic
    def archive(self, *, by):
        """An owner ends the talking, here and in the groups below; all of it stays readable.
        Raises `MayNot`."""
        access.require(by, "own", self)
        if self.is_archived:
            return
        groups = [self, *self.groups_below()]
        self._set_archived([group for group in groups if not group.is_archived], timezone.now(), by)

    @transaction.atomic
    def restore(self, *, by):
        """An owner takes it into use again, with the groups that were archived together with it.
        Raises `MayNot`, and ValidationError while the group that it is part of is archived."""
        access.require(by, "own", self)
        if self.parent and self.parent.is_archived:
            raise ValidationError(_("First take the group that it is part of into use again."))
        groups = [self, *self.groups_below()] if self.is_archived else []
        together = [group for group in groups if group.archived_at == self.archived_at]
        self._set_archived(together, None, by)

    def _set_archived(self, groups, moment, by):
        with locked(*(group.stream for group in groups)):
            for group in groups:
                group.archived_at = moment
                group.save(update_fields=["archived_at"])
                group.stream.record(Verb.UPDATE, actor=by, group=group.pk)
                action = "archive" if moment else "restore_group"
                AuditEntry.objects.record(action, actor=by, group=group)

    def groups_above(self):
        """The group that this one is part of, that one's, and so on; as they are now. One more
        than there can be: a loop has no end."""
        above, parent = [], self.parent_id
        while parent and len(above) < DEEPEST:
            above.append(type(self).objects.get(pk=parent))
            parent = above[-1].parent_id
        return above

    def groups_below(self):
        """All that are part of this one, directly or not, a query for each level."""
        below, level = [], [self.pk]
        for _depth in range(DEEPEST):
            groups = list(
                type(self).objects.filter(parent__in=level).select_related("stream", "parent")
            )
            below += groups
            level = [group.pk for group in groups]
        return below

    def check_place(self):
        """Raises ValidationError, beside its field, where the group cannot stand.

        To be called after the change and its entry in the audit log: the log's head is a lock
        under which such changes come one after another, so that two that each are right cannot
        make a loop together."""
        above = self.groups_above()
        if self.pk in {group.pk for group in above}:
            raise ValidationError({"parent": _("A group cannot be part of itself.")})
        if len(above) + self._levels() > DEEPEST:
            sentence = _("Groups stand at most %(count)s deep in each other.")
            raise ValidationError({"parent": sentence % {"count": DEEPEST}})
        if not above:
            return
        parent = above[0]
        if parent.is_archived or parent.is_small or parent.subsite_id != self.subsite_id:
            raise ValidationError({"parent": _("A group cannot be part of that group.")})
        if self.is_wider_than(parent):
            sentence = _("%(parent)s has fewer readers. A group in it cannot have more.")
            raise ValidationError({"reading": sentence % {"parent": parent}})

    def _levels(self):
        """How deep it is from here down: 1 without groups below."""
        levels, level = 0, [self.pk]
        while level and levels <= DEEPEST:
            levels += 1
            level = list(
                type(self).objects.filter(parent__in=level).order_by().values_list("pk", flat=True)
            )
        return levels

    def is_wider_than(self, other):
        """Whether more people read here; `Reading` goes from wide to narrow."""
        widths = ["public", "signed_in", "members"]
        return widths.index(self.reading) < widths.index(other.reading)

    def narrow_below(self, by):
        """Groups in it never have more readers than it has: they follow where it gets fewer.
        Under the lock of all their streams."""
        for group in self.groups_below():
            if group.is_wider_than(self):
                group.reading = self.reading
                group.save(update_fields=["reading"])
                with locked(group.stream):
                    group.stream.record(Verb.UPDATE, actor=by, group=group.pk)
                AuditEntry.objects.record(
                    "settings", actor=by, group=group, changed=["reading"], reading=group.reading
                )

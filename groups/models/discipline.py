"""Keeping order among people: what a moderator decides about someone, with grounds.

Every decision stands in the audit log, and who it is about gets a letter and a page of it.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from groups import access, notices
from groups.models.audit import AuditEntry
from groups.models.membership import Ban, Role
from workspace.streams.models import Verb, locked
from workspace.text import clean_line

MAX_GROUNDS = 500
STAY = timedelta(hours=4)


class Discipline:
    """Verbs of Group. All raise `MayNot` for who does not keep order, or not over this person;
    what is decided about someone raises ValueError without grounds."""

    def warn(self, person, *, by, grounds):
        """A warning, and nothing else: the person hears why."""
        with self._deciding(person, by):
            return self.decide("warn", person, by=by, grounds=grounds)

    def pause(self, person, until, *, by, grounds):
        """The person reads and writes nothing here until then. Raises Membership.DoesNotExist."""
        with self._deciding(person, by):
            access.require(person, "leave", self)
            membership = self.memberships.get(person=person)
            membership.paused_until = until
            membership.save(update_fields=["paused_until"])
            self._tell(person, Verb.UPDATE, actor=by)
            return self.decide(
                "pause", person, by=by, grounds=grounds, until=until.isoformat(timespec="minutes")
            )

    def resume(self, person, *, by, grounds=""):
        """The pause ends now."""
        with self._deciding(person, by):
            self.lift_pause(person, by=by)
            return self.decide("resume", person, by=by, grounds=grounds)

    def remove(self, person, *, by, grounds):
        """The membership ends; the person can come back as anyone can."""
        with self._deciding(person, by):
            access.require(person, "leave", self)
            self._end_membership(person, actor=by)
            self.withdraw_invitations_of(person)
            return self.decide("remove", person, by=by, grounds=grounds)

    def ban(self, person, *, by, grounds):
        """The membership ends, and the person can neither join, ask to, nor be invited."""
        with self._deciding(person, by):
            grounds = given(grounds)
            if self.memberships.filter(person=person).exists():
                access.require(person, "leave", self)
            Ban.objects.update_or_create(
                group=self, person=person, defaults={"by": by, "grounds": grounds}
            )
            self.join_requests.filter(person=person, answered_at=None).delete()
            self._end_membership(person, actor=by)
            self.withdraw_invitations_of(person)
            return self.decide("ban", person, by=by, grounds=grounds)

    def unban(self, person, *, by, grounds=""):
        """The person may join again, as anyone may."""
        with self._deciding(person, by):
            self.lift_ban(person)
            return self.decide("unban", person, by=by, grounds=grounds)

    def enter(self, by, *, grounds):
        """An administrator who must be inside becomes a moderator for four hours; the owners hear
        of it at once, and every member sees it. Raises `MayNot`, also for who is inside."""
        grounds = given(grounds)
        with locked(self.stream):
            access.require(by, "enter", self)
            until = timezone.now() + STAY
            membership, _created = self.memberships.update_or_create(
                person=by,
                defaults={"role": Role.MODERATOR, "expires_at": until, "entered_for": grounds},
            )
            self._tell(by, Verb.JOIN, actor=by)
            entry = AuditEntry.objects.record("enter", actor=by, group=self, grounds=grounds)
            for owner in self.memberships.filter(role=Role.OWNER).values_list("person", flat=True):
                notices.send_entry.enqueue(entry.pk, owner)
        return membership

    def go_out(self, by):
        """An administrator who entered is done before the time is up."""
        with locked(self.stream):
            if self.memberships.filter(person=by).exclude(entered_for="").exists():
                self._end_membership(by, actor=by)
                AuditEntry.objects.record("go_out", actor=by, group=self)

    def decide(self, action, person, *, by, grounds, **about):
        """The entry of a decision about someone, and a letter to them. Undoing needs no grounds."""
        undoes = action in AuditEntry.UNDOING
        grounds = clean_line(grounds)[:MAX_GROUNDS] if undoes else given(grounds)
        entry = AuditEntry.objects.record(
            action, actor=by, group=self, subject=person, grounds=grounds, **about
        )
        notices.send_entry.enqueue(entry.pk, person.pk)
        return entry

    def tell_desk(self, by=None, **about):
        """Something came to the moderators' desk, or left it. After all other streams."""
        desk = self.desk  # one row: mails that come in together share their group
        with locked(desk):
            desk.record(Verb.UPDATE, actor=by, **about)

    def lift_pause(self, person, *, by):
        """Without asking the rule: the callers did."""
        self.memberships.filter(person=person).update(paused_until=None)
        self._tell(person, Verb.UPDATE, actor=by)

    def lift_ban(self, person):
        """Without asking the rule: the callers did."""
        self.bans.filter(person=person).delete()

    def trust_members(self):
        """Who is in by now needs no approval when that of newcomers is switched on."""
        self.memberships.filter(trusted_at=None).update(trusted_at=timezone.now())

    @contextmanager
    def _deciding(self, person, by):
        """Under the group's lock, by someone who keeps order over this person."""
        with locked(self.stream):
            access.require_over(by, person, self)
            yield


def given(grounds):
    """One line of grounds. Raises ValueError where there are none."""
    grounds = clean_line(grounds)[:MAX_GROUNDS]
    if not grounds:
        raise ValueError("a decision about someone needs grounds")
    return grounds

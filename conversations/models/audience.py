"""Who reads a conversation, and the guests who were brought into it."""

from contextlib import contextmanager

from django.apps import apps
from django.utils import timezone

from groups import access
from groups.models import AuditEntry, GuestPass, Invitation, Person, Reading
from groups.models.hosting import NotAGuest
from groups.tasks import send_invitation
from workspace.streams.models import Verb, locked


class TooWide(ValueError):
    """A conversation is never readable for more people than its group is."""


def narrowest(*readings):
    """Of some values of `Reading`, which goes from wide to narrow; an empty one says nothing."""
    return max(filter(None, readings), key=Reading.values.index)


class Audience:
    """Of Thread."""

    @property
    def effective_reading(self):
        """Who can read: as the group, or narrower."""
        return narrowest(self.group.reading, self.reading)

    def readers(self):
        return access.readers(apps.get_model("conversations.Thread").objects.filter(pk=self.pk))

    def narrow(self, reading, *, by):
        """Choose who reads: a value of `Reading`, or "" for as the group. What people wrote for
        few does not come to be read by more unless a moderator says so. Raises `MayNot`,
        `TooWide`."""
        with self._as_it_is_now():
            access.require(by, "narrow", self)
            was, now = self.effective_reading, narrowest(self.group.reading, reading)
            if reading and reading != now:
                raise TooWide
            if now != narrowest(was, now):
                access.require(by, "moderate", self)
            self.reading = reading
            self.save(update_fields=["reading"])
            if now != was:
                self.notice(by, "readers", reading=now)
                self.audit("narrow", by, reading=now)

    def bring_in(self, whom, *, by, until=None):
        """Let someone into this one conversation, until a moment if one is given: a person gets a
        `GuestPass`, an e-mail address an `Invitation`. Raises `MayNot`, and `NotAGuest` for who is
        a member or was put out of the group."""
        with self._as_it_is_now():
            access.require(by, "invite", self)
            if isinstance(whom, str):
                return self._invite_guest(whom.lower(), by, until)
            is_new = not self.passes().filter(membership__person=whom).exists()
            brought = self.group.host(whom, self.stream, by=by, until=until)
            if is_new:
                self._say_brought_in(whom, by)
                self.audit("bring_in", by, subject=whom)
        return brought

    def _say_brought_in(self, person, by):
        """Where the whole world reads along, nobody is named before they say something."""
        if self.effective_reading == Reading.PUBLIC:
            self.stream.record(Verb.UPDATE, actor=by)
        else:
            self.notice(by, "brought_in", name=person.name)

    def send_off(self, person, *, by):
        """End a guest's pass; they hear nothing more from the commit on. Raises `MayNot`."""
        with self._as_it_is_now():
            for brought in self.passes().filter(membership__person=person):
                access.require(by, "send_off", brought)
                self.group.end_passes([brought], by=by)
                self.stream.record(Verb.UPDATE, actor=by)
                self.audit("send_off", by, subject=person)

    def passes(self):
        """The passes to this conversation that hold now."""
        return access.valid_passes().filter(stream=self.stream).select_related(
            "membership__group__stream", "membership__person__stream", "brought_by"
        )  # fmt: skip

    def part_with_guests(self, by):
        """It leaves its group, and guests are guests of a group. Under the thread's lock."""
        everyone = GuestPass.objects.filter(stream=self.stream)
        related = everyone.select_related("membership__person__stream", "membership__group")
        self.group.end_passes(list(related.order_by("membership__person__stream")), by=by)
        open_ones = Invitation.objects.open().filter(stream=self.stream)
        open_ones.update(revoked_at=timezone.now())

    def keep_as_narrow_as(self, other, by):
        """Before it takes over what stands in another conversation. Under the thread's lock."""
        now = narrowest(self.effective_reading, other.effective_reading)
        if now != self.effective_reading:
            self.reading = now
            self.save(update_fields=["reading"])
            self.notice(by, "readers", reading=now)

    def share_guests_with(self, other):
        """Guests keep what they could read when a part of it becomes a conversation of its own."""
        GuestPass.objects.bulk_create(
            GuestPass(
                membership=known.membership, stream=other.stream,
                brought_by=known.brought_by, expires_at=known.expires_at,
            )
            for known in self.passes()
        )  # fmt: skip

    @contextmanager
    def _as_it_is_now(self):
        """The thread's lock, with its group and its readers as they are under it."""
        with locked(self.stream):
            self.refresh_from_db(fields=["group", "reading"])
            yield

    def _invite_guest(self, email, by, until):
        holders = Person.objects.reached_at(email)
        if self.group.memberships.full().filter(person__in=holders).exists():
            raise NotAGuest
        invitation = Invitation.objects.update_or_create(
            email=email, stream=self.stream,
            defaults={
                "group": self.group, "invited_by": by, "invited_at": timezone.now(),
                "guest_until": until, "revoked_at": None, "accepted_at": None, "accepted_by": None,
            },
        )[0]  # fmt: skip
        send_invitation.enqueue(invitation.pk)
        self.audit("bring_in", by)
        return invitation

    def audit(self, action, by, *, subject=None, **about):
        """What a moderator does with it stands in the log of its group."""
        AuditEntry.objects.record(
            action, actor=by, group=self.group, subject=subject, thread=self.pk, **about
        )

"""Inviting people to a group, and letting in who was invited."""

from django.db import transaction
from django.utils import timezone

from groups import access
from groups.models.audit import AuditEntry
from groups.models.invitation import Invitation, InvitationLink
from groups.models.invitation_list import InvitationList
from groups.tasks import invite_next, send_invitation


class Inviting:
    """Verbs of Group."""

    def invite(self, email, *, by):
        """An invitation for this address, renewed where one was open. Raises `MayNot`."""
        return self.invite_all([email], by=by)[0]

    @transaction.atomic
    def invite_all(self, emails, *, by, from_list=None):
        """An invitation for each address, and a mail to say so. Raises `MayNot`."""
        access.require(by, "invite", self)
        emails = [email.lower() for email in emails]
        Invitation.objects.bulk_create(
            [
                Invitation(
                    group=self, stream=self.stream, email=email, invited_by=by, from_list=from_list
                )
                for email in emails
            ],
            update_conflicts=True,
            unique_fields=["email", "stream"],
            update_fields=[
                "invited_by", "invited_at", "from_list", "revoked_at", "accepted_at", "accepted_by",
            ],
        )  # fmt: skip
        invitations = list(self.invitations.filter(email__in=emails, stream=self.stream))
        for invitation in invitations:
            # A task each: one address that is refused does not hold up the others.
            send_invitation.enqueue(invitation.pk)
        numbers = sorted(invitation.pk for invitation in invitations)
        if numbers:
            AuditEntry.objects.record("invite", actor=by, group=self, invitations=numbers)
        return invitations

    @transaction.atomic
    def invite_list(self, entries, *, by):
        """Invite a long list, some at a time, in the background. `entries` are pairs of a line's
        number and an address as it was written there. Raises `MayNot`."""
        access.require(by, "invite", self)
        made = InvitationList.objects.create(
            group=self, made_by=by, entries=entries, total=len(entries)
        )
        invite_next.enqueue(made.pk)
        return made

    @transaction.atomic
    def make_link(self, *, by, expires_at, most_uses=None):
        """A moderator makes an invitation for whoever holds it. Raises `MayNot`."""
        access.require(by, "moderate", self)
        link = InvitationLink.objects.create(
            group=self, made_by=by, expires_at=expires_at, most_uses=most_uses
        )
        AuditEntry.objects.record("make_link", actor=by, group=self, link=link.pk, uses=most_uses)
        return link

    @transaction.atomic
    def welcome(self, person, invitation):
        """Admit someone who holds an invitation that is still open, and close it: to the group,
        or as a guest to the one conversation that it is for. Raises `MayNot`."""
        invitation = self.invitations.open().select_for_update().filter(pk=invitation.pk).first()
        if invitation is None:
            raise access.MayNot("accept")
        access.require(person, "accept", self)
        invitation.accepted_at, invitation.accepted_by = timezone.now(), person
        invitation.save()
        if invitation.is_for_guest:
            until = invitation.guest_until
            return self.host(person, invitation.stream, by=invitation.invited_by, until=until)
        return self.admit(person)

    @transaction.atomic
    def welcome_by_link(self, person, link):
        """Admit someone who holds a link that still works, and count it. Raises `MayNot`."""
        access.require(person, "accept", self)
        if not link.take():
            raise access.MayNot("accept")
        return self.admit(person)

    def withdraw_invitations_of(self, person):
        """What someone who was put out of the group has given away lets nobody in any more."""
        now = timezone.now()
        self.invitations.open().filter(invited_by=person).update(revoked_at=now)
        self.invitation_links.open().filter(made_by=person).update(revoked_at=now)

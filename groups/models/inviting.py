"""Inviting people to a group, and letting in who was invited."""

from django.db import transaction
from django.utils import timezone

from groups import access
from groups.models.invitation import Invitation
from groups.tasks import send_invitation


class Inviting:
    """Verbs of Group."""

    def invite(self, email, *, by):
        """An invitation for this address, renewed where one was open. Raises `MayNot`."""
        return self.invite_all([email], by=by)[0]

    @transaction.atomic
    def invite_all(self, emails, *, by):
        """An invitation for each address, and a mail to say so. Raises `MayNot`."""
        access.require(by, "invite", self)
        emails = [email.lower() for email in emails]
        Invitation.objects.bulk_create(
            [
                Invitation(group=self, stream=self.stream, email=email, invited_by=by)
                for email in emails
            ],
            update_conflicts=True,
            unique_fields=["email", "stream"],
            update_fields=[
                "invited_by",
                "invited_at",
                "revoked_at",
                "accepted_at",
                "accepted_by",
            ],
        )
        invitations = list(self.invitations.filter(email__in=emails, stream=self.stream))
        for invitation in invitations:
            # A task each: one address that is refused does not hold up the others.
            send_invitation.enqueue(invitation.pk)
        return invitations

    @transaction.atomic
    def welcome(self, person, invitation):
        """Admit someone who holds an invitation that is still open, and close it."""
        invitation = self.invitations.open().select_for_update().filter(pk=invitation.pk).first()
        if invitation is None:
            raise access.MayNot("accept")
        invitation.accepted_at, invitation.accepted_by = timezone.now(), person
        invitation.save()
        if invitation.stream_id != self.stream_id:
            until = invitation.guest_until
            return self.host(person, invitation.stream, by=invitation.invited_by, until=until)
        return self.admit(person)

"""Who starts a conversation by writing to a group's address."""

from conversations.mail.inbound import floods
from conversations.mail.inbound.arrival import Ended
from conversations.models import Delivery
from groups import access
from groups.models import Invitation, MailDoor, Person

Outcome = Delivery.Outcome


def who_starts(arrival, person, is_proven):
    """The person, known or new. Who was invited is let in by writing, as by the link in the
    invitation. Sets `thread` where they were invited to that one. Raises `Ended`."""
    group = arrival.group
    if group is None:
        raise Ended(Outcome.REJECTED, "no-conversation")
    may_start = person is not None and access.may(person, "start", group)
    invitation = None if may_start else _invitation(arrival)
    if not _opens(group, person, invitation):
        if is_proven:
            raise Ended(Outcome.REJECTED, "archived" if group.archived_at else "door")
        # To say why would tell who is a member to whoever uses their address.
        raise Ended(Outcome.DROPPED, "unproven")
    if not is_proven:
        floods.hold_unproven(arrival, person)
    if invitation is None and not may_start:
        floods.bound_strangers(group, person)
    person = Person.objects.who_reads(arrival.mail.address, arrival.mail.called)
    if invitation is not None:
        _accept(invitation, person)
        arrival.thread = invitation.place if invitation.is_for_guest else None
    return person


def _opens(group, person, invitation):
    """Whether they may begin here: the rule for who is known, the door for who is not yet."""
    if person is not None and access.may(person, "write_to", group):
        return True
    if group.archived_at is not None or group.mail_door not in (MailDoor.INVITED, MailDoor.ANYONE):
        return False
    if person is not None and group.bans.filter(person=person).exists():
        return False
    is_stranger_welcome = person is None and access.takes_strangers(group)
    return invitation is not None or is_stranger_welcome


def _invitation(arrival):
    """The open one of this address: to the group, else to one conversation in it."""
    if arrival.group.mail_door not in (MailDoor.INVITED, MailDoor.ANYONE):
        return None
    sent = Invitation.objects.open().filter(group=arrival.group, email=arrival.mail.address)
    sent = sent.select_related("group__stream", "stream__thread__group__subsite", "invited_by")
    return min(sent, key=lambda invitation: (invitation.is_for_guest, -invitation.pk), default=None)


def _accept(invitation, person):
    """A member needs none; whatever else stands in the way is the invitation's own affair."""
    if access.may(person, "accept", invitation.group):
        invitation.accept(person)

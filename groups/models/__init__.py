from groups.models.audit import AuditEntry, AuditHead
from groups.models.group import Group, MailDoor, Reading
from groups.models.invitation import Invitation, InvitationLink
from groups.models.invitation_list import InvitationList, RefusedLine
from groups.models.membership import Ban, GuestPass, MailChoice, Membership, Role
from groups.models.organisation import Domain, Organisation
from groups.models.person import Person
from groups.models.request import JoinRequest
from groups.models.session import Session
from groups.models.subsite import (
    Admission,
    Condition,
    Exclusion,
    NotAdmitted,
    Opening,
    OpeningRequest,
    Subsite,
)  # fmt: skip

__all__ = [
    "Admission", "AuditEntry", "AuditHead", "Ban", "Condition", "Domain", "Exclusion", "Group",
    "GuestPass", "Invitation", "InvitationLink", "InvitationList", "JoinRequest", "MailChoice",
    "MailDoor", "Membership", "NotAdmitted", "Opening", "OpeningRequest", "Organisation",
    "Person", "Reading", "RefusedLine", "Role", "Session", "Subsite",
]  # fmt: skip

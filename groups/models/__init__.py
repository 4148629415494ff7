from groups.models.audit import AuditEntry, AuditHead
from groups.models.group import Group, Reading
from groups.models.invitation import Invitation, InvitationLink
from groups.models.membership import Ban, GuestPass, Membership, Role
from groups.models.organisation import Domain, Organisation
from groups.models.person import Person
from groups.models.request import JoinRequest
from groups.models.session import Session
from groups.models.subsite import Admission, Opening, Subsite

__all__ = [
    "Admission", "AuditEntry", "AuditHead", "Ban", "Domain", "Group", "GuestPass", "Invitation",
    "InvitationLink", "JoinRequest", "Membership", "Opening", "Organisation", "Person", "Reading",
    "Role", "Session", "Subsite",
]  # fmt: skip

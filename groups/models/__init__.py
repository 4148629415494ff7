from groups.models.group import Group
from groups.models.invitation import Invitation
from groups.models.membership import Membership, Role
from groups.models.organisation import Organisation
from groups.models.person import Person
from groups.models.session import Session

__all__ = ["Group", "Invitation", "Membership", "Organisation", "Person", "Role", "Session"]

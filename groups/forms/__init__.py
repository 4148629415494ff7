from groups.forms.directory import DirectoryForm
from groups.forms.group import GroupForm
from groups.forms.invite import InviteForm
from groups.forms.invite_list import InviteListForm
from groups.forms.links import LinkForm
from groups.forms.organisation import DomainForm, MergeForm, OrganisationForm
from groups.forms.presentation import PresentationForm
from groups.forms.profile import ProfileForm
from groups.forms.requests import JoinRequestForm, RefusalForm
from groups.forms.sign_up import SignupForm

__all__ = [
    "DirectoryForm", "DomainForm", "GroupForm", "InviteForm", "InviteListForm",
    "JoinRequestForm", "LinkForm", "MergeForm", "OrganisationForm", "PresentationForm",
    "ProfileForm", "RefusalForm", "SignupForm",
]  # fmt: skip

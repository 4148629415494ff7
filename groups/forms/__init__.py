from groups.forms.group import GroupForm
from groups.forms.invite import InviteForm
from groups.forms.profile import ProfileForm
from groups.forms.sign_up import SignupForm

__all__ = ["GroupForm", "InviteForm", "ProfileForm", "SignupForm"]

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from groups import access
from groups.adapters import INVITED
from groups.models import Invitation, Person


def invitation(request, token):
    """Where the link in the mail leads, for whoever holds it, signed in or not."""
    invitation = get_object_or_404(
        Invitation.objects.select_related("group", "invited_by"), token=token
    )
    if access.role_of(request.user, invitation.group):
        return redirect(invitation.group)
    if not Invitation.objects.open().filter(pk=invitation.pk).exists():
        return render(request, "groups/invitation_closed.html", status=410)
    if request.method == "POST":
        return accept(request, invitation)
    if request.user.is_authenticated:
        own = Person.objects.reached_at(invitation.email).filter(pk=request.user.pk)
        about = {"invitation": invitation, "is_own": own.exists()}
    else:
        request.session[INVITED] = invitation.email
        about = {"invitation": invitation}
    return render(request, "groups/invitation.html", about)


def accept(request, invitation):
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    invitation.accept(request.user)
    messages.success(request, _("Welcome to %(group)s.") % {"group": invitation.group})
    return redirect(invitation.group)

"""Where the link in a mail leads, and what happens to an invitation before it is accepted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups import access
from groups.adapters import INVITED
from groups.forms.by_mail import ByMailForm
from groups.models import Invitation, Person
from groups.views.arrival import arrived
from groups.views.lookup import get_group
from workspace.http import throttle


def invitation(request, token):
    """For whoever holds it, signed in or not."""
    invitations = Invitation.objects.select_related("group__subsite", "stream", "invited_by")
    invitation = get_object_or_404(invitations, token=token)
    role = access.role_of(request.user, invitation.group)
    if role not in (None, "guest"):
        return redirect(invitation.place)
    if invitation.accepted_by_id and invitation.accepted_by_id == request.user.pk and role:
        return redirect(invitation.place)
    is_open = Invitation.objects.open().filter(pk=invitation.pk, group__archived_at=None).exists()
    barred = request.user.is_authenticated and not access.may(
        request.user, "accept", invitation.group
    )
    if not is_open or barred:
        return render(request, "groups/invitation_closed.html", status=410)
    if request.method == "POST":
        return accept(request, invitation)
    about = {
        "group": invitation.group, "inviter": invitation.invited_by, "invitation": invitation,
    }  # fmt: skip
    if request.user.is_authenticated:
        own = Person.objects.reached_at(invitation.email).filter(pk=request.user.pk)
        about["is_own"] = own.exists()
    else:
        request.session[INVITED] = invitation.email
    return render(request, "groups/invitation.html", about)


@require_http_methods(["GET", "POST"])
def by_mail(request, token):
    """Take part by mail: a name is all it takes. For whoever holds the invitation."""
    invitations = Invitation.objects.open().select_related("group__stream", "stream", "invited_by")
    invitation = invitations.filter(token=token, group__archived_at=None).first()
    if invitation is None:
        return render(request, "groups/invitation_closed.html", status=410)
    if request.user.is_authenticated:
        return redirect("invitation", token)
    form = ByMailForm(request.POST if request.method == "POST" else None)
    about = {"invitation": invitation, "group": invitation.group, "form": form}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "groups/invitation_by_mail.html", about, status=status)
    try:
        about["person"] = invitation.accept_by_mail(form.cleaned_data["name"])
    except access.MayNot:
        return redirect_to_login(reverse("invitation", args=[token]))
    return render(request, "groups/invitation_taken.html", about)


def accept(request, invitation):
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    try:
        invitation.accept(request.user)
    except access.MayNot:
        return render(request, "groups/invitation_closed.html", status=410)
    return arrived(request, invitation.group, invitation.place)


@login_required
@require_POST
def invitation_change(request, slug, pk):
    """Who invited, or a moderator, takes an invitation back (`withdraw`) or sends it again."""
    group = get_group(request, slug)
    invitation = get_object_or_404(group.invitations.open().select_related("group"), pk=pk)
    if "withdraw" in request.POST:
        invitation.withdraw(by=request.user)
        sentence = _("The invitation to %(email)s is withdrawn.")
    elif "resend" in request.POST:
        throttle.spend(request, "resend", address=invitation.email)
        invitation.resend(by=request.user)
        sentence = _("%(email)s gets the mail again.")
    else:
        raise BadRequest("withdraw or resend")
    messages.success(request, sentence % {"email": invitation.email})
    return redirect("members", slug)

"""Invitations by link: a moderator's list of them, and the page where one leads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import access
from groups.forms import LinkForm
from groups.models import InvitationLink
from groups.subsites import facilities
from groups.views.arrival import arrived
from groups.views.lookup import get_group
from workspace.http import throttle

PAGE = 30


def get_kept(request, slug):
    """A group where the person keeps order, and invites by link."""
    group = get_group(request, slug)
    there = facilities.has(group.subsite, "invitation_links")
    if not there or group.is_small or not access.may(request.user, "moderate", group):
        raise Http404
    return group


@login_required
def links(request, slug):
    group = get_kept(request, slug)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            throttle.spend(request, "link")
            group.make_link(by=request.user, **form.terms)
        except throttle.TooMany as flood:
            form.add_error(None, flood.sentence)
        else:
            messages.success(request, _("The link is there. Copy it and give it to whom you want."))
            return redirect("invitation_links", slug)
    made = group.invitation_links.select_related("made_by").order_by("-made_at", "-pk")
    links = Paginator(made, PAGE).get_page(request.GET.get("page"))
    about = {"group": group, "form": form, "links": links}
    return render(request, "groups/links.html", about)


@login_required
@require_POST
def revoke(request, slug, pk):
    link = get_object_or_404(get_kept(request, slug).invitation_links, pk=pk)
    link.revoke(by=request.user)
    messages.success(request, _("The link no longer works."))
    return redirect("invitation_links", slug)


def link(request, token):
    """Where the link leads, for whoever holds it, signed in or not."""
    links = InvitationLink.objects.select_related("group__subsite", "made_by")
    link = get_object_or_404(links, token=token)
    group = link.group
    if access.role_of(request.user, group) not in (None, "guest"):
        return redirect(group)
    there = facilities.has(group.subsite, "invitation_links") and not group.is_archived
    if not (there and link.is_open and may_accept(request.user, group)):
        return render(request, "groups/invitation_closed.html", status=410)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            link.accept(request.user)
        except access.MayNot:
            return render(request, "groups/invitation_closed.html", status=410)
        return arrived(request, group, group)
    about = {"group": group, "inviter": link.made_by, "is_own": True}
    return render(request, "groups/invitation.html", about)


def may_accept(person, group):
    return not person.is_authenticated or access.may(person, "accept", group)

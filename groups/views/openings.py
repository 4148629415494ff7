"""In which sub-site a group stands, and to which others it is opened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups import access
from groups.forms.subsite import OpeningForm
from groups.models import Subsite
from groups.views.lookup import get_group


def place_of_new_group(request):
    """{"subsite"} for a group that is opened on the pages of a sub-site (at its host, or `?at=`
    its slug); empty for the platform itself. 404 where this person may open none there."""
    subsite, slug = request.host_subsite, request.GET.get("at")
    if slug and subsite is None:
        subsite = get_object_or_404(Subsite, slug=slug)
    if subsite is None:
        return {}
    if not access.may(request.user, "open_group", subsite):
        raise Http404
    request.subsite = subsite
    return {"subsite": subsite}


@login_required
@require_http_methods(["GET", "POST"])
def openings(request, slug):
    """Its owner asks to open the group to another sub-site, or ends that (`end`)."""
    group = get_group(request, slug)
    if not access.may(request.user, "own", group):
        raise Http404
    form = OpeningForm(request.POST or None, group=group, person=request.user)
    if "end" in request.POST:
        mine = Subsite.objects.opened_or_asked(group)
        get_object_or_404(mine, slug=request.POST["end"]).turn_away(group, by=request.user)
        messages.success(request, _("The group is not opened there."))
        return redirect("group_openings", slug)
    if form.is_valid():
        form.cleaned_data["subsite"].ask_for(group, by=request.user)
        messages.success(request, _("An administrator there decides about it."))
        return redirect("group_openings", slug)
    about = {
        "group": group,
        "form": form,
        "openings": group.openings.select_related("subsite").order_by("subsite__name"),
        "requests": group.opening_requests.select_related("subsite"),
    }
    status = 422 if form.errors else 200
    return render(request, "subsites/openings.html", about, status=status)

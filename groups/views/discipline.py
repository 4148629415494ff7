"""What moderators decide about someone in their group: one page with all that can be done."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups import access
from groups.forms.grounds import GroundsForm, PauseForm, UndoForm
from groups.models import AuditEntry, Person
from groups.views.lookup import get_group

SHOWN = 20
FORMS = {
    "warn": GroundsForm, "pause": PauseForm, "resume": UndoForm, "remove": GroundsForm,
    "ban": GroundsForm, "unban": UndoForm,
}  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def discipline(request, slug, person):
    group, person = _looked_up(request, slug, person)
    verb = request.POST.get("verb")
    if request.method == "POST" and verb not in FORMS:
        return HttpResponseBadRequest("verb")
    forms = {
        name: form(request.POST if name == verb else None, prefix=name)
        for name, form in FORMS.items()
    }
    if verb and forms[verb].is_valid():
        _decide(group, verb, person, request.user, forms[verb].cleaned_data)
        sentence = _("Done. %(name)s gets a message about it.") % {"name": person}
        messages.success(request, sentence)
        return redirect(request.path)
    about = {
        "group": group,
        "person": person,
        "membership": group.memberships.filter(person=person).first(),
        "ban": group.bans.filter(person=person).select_related("by").first(),
        "entries": AuditEntry.objects.filter(group=group, subject=person)[:SHOWN],
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "groups/discipline.html", about, status=422 if verb else 200)


def _looked_up(request, slug, key):
    """Someone who is or was in the group, or wrote there; for whom this moderator decides."""
    group = get_group(request, slug)
    there = Q(memberships__group=group) | Q(bans__group=group) | Q(audited__group=group)
    there |= Q(messages__thread__group=group) | Q(held__thread__group=group)
    if not access.may(request.user, "moderate", group):
        raise Http404
    person = get_object_or_404(Person.objects.filter(there).distinct(), pk=key)
    access.require_over(request.user, person, group)
    return group, person


def _decide(group, verb, person, by, data):
    if verb == "pause":
        until = timezone.now() + timedelta(days=data["days"])
        group.pause(person, until, by=by, grounds=data["grounds"])
    else:
        getattr(group, verb)(person, by=by, grounds=data["grounds"])

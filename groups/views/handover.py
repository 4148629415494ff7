"""Handing over what one keeps in order, when changing jobs or after it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups import access
from groups.forms.handover import (
    HandoverByAdministratorForm,
    HandoverForm,
    Rank,
    candidates,
    ranks_of,
)
from groups.models import Group, Person
from groups.views.organisations import for_administrators


@login_required
def handover(request):
    form = HandoverForm(request.POST or None, person=request.user)
    if form.is_valid():
        leave = {"leave": bool(form.cleaned_data["leave"])}
        handed = [
            (duty, to, leave if isinstance(duty, Rank) else {})
            for duty, to in form.cleaned_data["handed"]
        ]
        left = hand_over(request, handed)
        if left:
            titles = ", ".join(duty.title for duty in left)
            sentence = _("Not handed over, because your successor is no member there: %(titles)s.")
            messages.warning(request, sentence % {"titles": titles})
        return redirect("handover")
    about = {"form": form, "candidates": candidates(request.user)}
    return render(request, "people/handover.html", about, status=422 if form.errors else 200)


@for_administrators
def handover_of(request, pk):
    """For someone who has left. What the administrator may not see is not named here."""
    person = get_object_or_404(Person, pk=pk)
    ranks = ranks_of(person)
    form = HandoverByAdministratorForm(request.POST or None, by=request.user, person=person)
    if form.is_valid():
        to, grounds = form.cleaned_data["everything"], form.cleaned_data["grounds"]
        how = {"grounds": grounds, "leave": True}
        left = hand_over(request, [(rank, to, how) for rank in ranks])
        if left:
            sentence = ngettext(
                "%(count)s role was not handed over: the successor is no member there.",
                "%(count)s roles were not handed over: the successor is no member there.",
                len(left),
            )
            messages.warning(request, sentence % {"count": len(left)})
        return redirect("handover_of", pk)
    seen = Group.objects.visible_to(request.user).filter(pk__in=[rank.group.pk for rank in ranks])
    about = {"form": form, "person": person, "ranks": ranks, "seen": set(seen)}
    return render(request, "people/handover_of.html", about, status=422 if form.errors else 200)


def hand_over(request, handed):
    """Those of (duty, successor, how) that could not be, and a sentence about the others."""
    left = []
    for duty, to, how in handed:
        try:
            duty.hand_over(to, by=request.user, **how)
        except access.MayNot:
            left.append(duty)
    if count := len(handed) - len(left):
        sentence = ngettext(
            "%(count)s role is handed over.", "%(count)s roles are handed over.", count
        )
        messages.success(request, sentence % {"count": count})
    return left

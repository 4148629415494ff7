"""The register: decisions across groups, and of one group."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from conversations.outcomes.decisions.models import Decision
from groups.subsites.facilities import facility


@login_required
@facility("decisions")
def decisions(request):
    return render(
        request, "decisions/register.html", {"decisions": Decision.objects.of(request.user)}
    )

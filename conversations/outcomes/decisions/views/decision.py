"""Making one, and its own page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from conversations.outcomes.decisions.forms import DecisionForm
from conversations.outcomes.decisions.models import Decision
from conversations.views.outcomes import get_outcome, grow
from groups.views.lookup import public


@login_required
def new(request, pk):
    return grow(request, pk, DecisionForm, "decisions/new.html")


@public
def decision(request, pk):
    outcome = get_outcome(request, Decision, pk)
    about = {"outcome": outcome, "sources": outcome.sources_for(request.user)}
    return render(request, "decisions/decision.html", about)

"""Making one, and its own page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from conversations.views.outcomes import get_outcome, grow
from documents.forms import DocumentForm
from documents.models import Document
from groups.views.lookup import public


@login_required
def new(request, pk):
    return grow(request, pk, DocumentForm, "documents/new.html")


@public
def document(request, pk):
    outcome = get_outcome(request, Document, pk)
    about = {"outcome": outcome, "sources": outcome.sources_for(request.user)}
    return render(request, "documents/document.html", about)

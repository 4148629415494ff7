"""An outcome to take along, with the conversation that it came from."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from conversations.export import pdf
from conversations.export.dossier import dossier
from conversations.kinds import outcome_kinds
from conversations.views.outcomes import get_outcome
from workspace.http import throttle


@login_required
@require_GET
def as_html(request, kind, pk):
    outcome = _outcome(request, kind, pk)
    return _file(dossier(outcome, request.user), outcome, "text/html; charset=utf-8", "html")


@login_required
@require_GET
def as_pdf(request, kind, pk):
    outcome = _outcome(request, kind, pk)
    throttle.spend(request, "pdf")
    try:
        content = pdf.made_of(dossier(outcome, request.user))
    except pdf.NotMade as refusal:
        messages.error(request, refusal)
        return redirect(outcome)
    return _file(content, outcome, "application/pdf", "pdf")


def _outcome(request, kind, pk):
    config = outcome_kinds().get(kind)
    if config is None:
        raise Http404
    return get_outcome(request, config.get_model(kind), pk)


def _file(content, outcome, content_type, extension):
    name = slugify(outcome.title)[:60].strip("-") or outcome.kind
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    response._csp_exempt = True
    return response

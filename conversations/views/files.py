"""Attachments: only through the access rule, and never as a page of ours."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from conversations.models import Attachment
from groups.views.lookup import public


@require_safe
@public
def attachment(request, pk, name):
    found = get_object_or_404(Attachment.objects.openable_by(request.user), pk=pk, name=name)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=not found.is_image or "download" in request.GET,
        filename=found.name,
        content_type=found.content_type,
    )
    return kept_apart(response)


def kept_apart(response, in_sandbox=True):
    """The answer with someone's file: whatever is in it, it does nothing on our site."""
    policy = "default-src 'none'; sandbox" if in_sandbox else "default-src 'none'"
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    response._csp_exempt = True
    return response

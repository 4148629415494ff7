"""Attachments: only through the access rule, and never as a page of ours."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404

from conversations.models import Attachment
from groups.views.lookup import public


@public
def attachment(request, pk, name):
    found = get_object_or_404(Attachment.objects.openable_by(request.user), pk=pk, name=name)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=not found.is_image or "download" in request.GET,
        filename=found.name,
        content_type=found.content_type,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    response._csp_exempt = True
    return response

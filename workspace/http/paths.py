"""Where a form's answer leads: back to where it stood, and never off this site."""

from django.utils.http import url_has_allowed_host_and_scheme


def return_path(request, otherwise="/"):
    """The form's `next`, or else the page it was sent from, when that is a page of ours."""
    for path in (request.POST.get("next"), request.headers.get("Referer")):
        if is_ours(request, path):
            return path
    return otherwise


def is_ours(request, path):
    """Whether a browser that is led there stays on this site."""
    return url_has_allowed_host_and_scheme(
        path, {request.get_host()}, require_https=request.is_secure()
    )

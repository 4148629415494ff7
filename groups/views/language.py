from django.conf import settings
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from workspace.http.paths import return_path

A_YEAR = 365 * 24 * 3600


@require_POST
def language(request):
    """The language of who is not signed in: it stays in this browser."""
    chosen = request.POST.get("language")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    response = redirect(return_path(request, otherwise=settings.LOGIN_URL))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response

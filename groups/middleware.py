"""For every page: the reader's own language and time zone, redirects that are followed, and a
sentence when single sign-on is out of reach."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event
from requests import RequestException

logger = logging.getLogger(__name__)


class PersonalMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user
        if person.is_authenticated:
            language, zone = person.language, person.clock
        else:
            language, zone = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), None
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


class RedirectMiddleware:
    """Turns redirects that the browser would not follow into ones that it does."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        to = response.headers.get("Location", "")
        if not to:
            return response
        if request.htmx and to.startswith(reverse("account_login").removesuffix("login/")):
            if not (request.user.is_authenticated or request.htmx.boosted):
                # A part of a page is no place to come back to: the page leads there, and says why.
                return trigger_client_event(HttpResponse(status=204), "signed-out")
            # Pages about signing in stand in another frame, which a swapped body does not bring.
            return HttpResponseClientRedirect(to)
        if request.method == "POST" and urlsplit(to).netloc not in ("", request.get_host()):
            # The security policy lets no form lead to another site; a page may.
            return render(request, "socialaccount/login_redirect.html", {"redirect_to": to})
        return response


class SingleSignOnMiddleware:
    """The provider does not answer, or not as it should: people can sign in another way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, RequestException):
            return None
        logger.error("Single sign-on failed: %s", exception)
        messages.error(
            request,
            _(
                "The sign-in page of your organisation does not answer. "
                "Sign in another way, or later."
            ),
        )
        return redirect(settings.LOGIN_URL)

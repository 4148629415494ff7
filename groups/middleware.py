"""For every page: the reader's own language and time zone, and redirects that are followed."""

import zoneinfo
from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect


class PersonalMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user
        if person.is_authenticated:
            language, zone = person.language, zoneinfo.ZoneInfo(person.time_zone)
        else:
            language, zone = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), None
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
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
            # Pages about signing in stand in another frame, which a swapped body does not bring.
            return HttpResponseClientRedirect(to)
        if request.method == "POST" and urlsplit(to).netloc not in ("", request.get_host()):
            # The security policy lets no form lead to another site; a page may.
            return render(request, "socialaccount/login_redirect.html", {"redirect_to": to})
        return response

"""The reader's own language and time zone, for every page."""

import zoneinfo

from django.conf import settings
from django.utils import timezone, translation


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

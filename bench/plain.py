"""A plain synchronous view that saves one row, as Django documents it under ASGI.

Django's own handler and the same middleware. No lock, no number, no event, no Markdown: one row in
an existing table.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from bench.door import serve


@login_required
def post(request, message):
    from conversations.models import Revision

    body = request.POST["body"]
    row = Revision.objects.create(message_id=message, body=body, written_at=timezone.now())
    return HttpResponse(row.pk, status=201)


urlpatterns = [path("messages/<int:message>/", post)]


def application():
    from django.conf import settings
    from django.core.asgi import get_asgi_application

    settings.ROOT_URLCONF = "bench.plain"
    # As Django's documentation says: under ASGI no connection outlives its request.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    return get_asgi_application()


if __name__ == "__main__":
    serve(application)

"""The roof: which address leads to which app."""

from django.apps import apps
from django.urls import include, path

from workspace.http import health
from workspace.http.outbox import outbox

# An app that can be taken away brings its own addresses with it.
optional = [config.urls for config in apps.get_app_configs() if hasattr(config, "urls")]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("outbox/", outbox, name="outbox"),
    path("accounts/", include("allauth.urls")),
    path("", include("groups.urls")),
    path("", include("conversations.urls")),
    *(path("", include(urls)) for urls in optional),
]

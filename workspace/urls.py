from django.urls import include, path

from workspace.http import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("groups.urls")),
    path("", include("conversations.urls")),
]

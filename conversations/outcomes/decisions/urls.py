from django.urls import path

from conversations.outcomes.decisions.views import decision, register

urlpatterns = [
    path("decisions/", register.decisions, name="decisions"),
    path("decisions/<int:pk>/", decision.decision, name="decision"),
    path("threads/<int:pk>/decisions/new/", decision.new, name="decision_new"),
]

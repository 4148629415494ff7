from django.urls import path

from conversations.outcomes.decisions.views import answering, decision, making, register, steering

urlpatterns = [
    path("decisions/", register.decisions, name="decisions"),
    path("groups/<slug:slug>/decisions/", register.group_decisions, name="group_decisions"),
    path("threads/<int:pk>/decisions/new/", making.new, name="decision_new"),
    path("decisions/<int:pk>/", decision.decision, name="decision"),
    path("decisions/<int:pk>/earlier/", decision.earlier, name="decision_earlier"),
    path("decisions/<int:pk>/moment.ics", decision.moment, name="decision_moment"),
    path("decisions/<int:pk>/own/", answering.own, name="decision_own"),
    path("decisions/<int:pk>/answer/", answering.answer, name="decision_answer"),
    path("decisions/<int:pk>/proxy/", answering.proxy, name="decision_proxy"),
    path("decisions/<int:pk>/answers/<int:ballot>/", answering.reply, name="decision_reply"),
    path("decisions/<int:pk>/steer/", steering.steer, name="decision_steer"),
    path("decisions/<int:pk>/revise/", making.revise, name="decision_revise"),
    path("decisions/<int:pk>/amend/", steering.amend, name="decision_amend"),
    path("decisions/<int:pk>/decide/", steering.decide, name="decision_decide"),
    path("decisions/<int:pk>/outcome/", steering.outcome, name="decision_outcome"),
]

from django.urls import path

from conversations.views import files, lists, moderation, thread, writing

urlpatterns = [
    path("", lists.home, name="home"),
    path("mentions/", lists.mentions, name="mentions"),
    path("sidebar/", lists.sidebar, name="sidebar"),
    path("order/", thread.order, name="order"),
    path("preview/", writing.preview, name="preview"),
    path("groups/<slug:slug>/", lists.group, name="group"),
    path("groups/<slug:slug>/people/", lists.mentionable, name="mentionable"),
    path("groups/<slug:slug>/threads/new/", writing.thread_new, name="thread_new"),
    path("threads/<int:pk>/", thread.thread, name="thread"),
    path("threads/<int:pk>/messages/", writing.post, name="post"),
    path("threads/<int:pk>/events/", thread.events, name="events"),
    path("threads/<int:pk>/panel/", thread.panel, name="panel"),
    path("threads/<int:pk>/read/", thread.read, name="read"),
    path("threads/<int:pk>/attention/", thread.attention, name="attention"),
    path("threads/<int:pk>/moderate/", moderation.moderate, name="moderate"),
    path("messages/<int:pk>/", writing.message, name="message"),
    path("messages/<int:pk>/actions/", writing.actions, name="message_actions"),
    path("messages/<int:pk>/edit/", writing.edit, name="message_edit"),
    path("messages/<int:pk>/history/", writing.history, name="message_history"),
    path("messages/<int:pk>/withdraw/", writing.withdraw, name="message_withdraw"),
    path("messages/<int:pk>/react/", writing.react, name="message_react"),
    path("messages/<int:pk>/pin/", writing.pin, name="message_pin"),
    path("attachments/<uuid:pk>/<str:name>", files.attachment, name="attachment"),
]

from django.urls import path

from groups.views import groups, invitations, language, members, people, sessions

urlpatterns = [
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<slug:slug>/settings/", groups.group_settings, name="group_settings"),
    path("groups/<slug:slug>/join/", groups.join, name="join"),
    path("groups/<slug:slug>/leave/", groups.leave, name="leave"),
    path("groups/<slug:slug>/members/", members.members, name="members"),
    path("groups/<slug:slug>/members/<int:person>/", members.membership, name="membership"),
    path("groups/<slug:slug>/invite/", members.invite, name="invite"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/picture/", people.picture, name="picture"),
    path("profile/", people.profile, name="profile"),
    path("profile/sessions/<int:pk>/", sessions.session_end, name="session_end"),
    path("language/", language.language, name="language"),
]

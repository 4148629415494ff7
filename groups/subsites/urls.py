"""Below /at/: the front page itself is of `conversations`."""

from django.urls import path

from groups.views import subsite_people, subsite_settings, subsites

urlpatterns = [
    path("", subsites.subsites, name="subsites"),
    path("new/", subsites.subsite_new, name="subsite_new"),
    path("<slug:slug>/door/", subsites.door, name="subsite_door"),
    path("<slug:slug>/theme.css", subsites.theme_css, name="subsite_theme_css"),
    path("<slug:slug>/logo", subsites.logo, name="subsite_logo"),
    path("<slug:slug>/settings/", subsite_settings.settings, name="subsite_settings"),
    path("<slug:slug>/settings/theme/", subsite_settings.theme, name="subsite_theme"),
    path(
        "<slug:slug>/settings/theme/sample/",
        subsite_settings.theme_sample,
        name="subsite_theme_sample",
    ),
    path(
        "<slug:slug>/settings/theme/sample.css",
        subsite_settings.sample_css,
        name="subsite_sample_css",
    ),
    path("<slug:slug>/settings/admission/", subsite_settings.admission, name="subsite_admission"),
    path("<slug:slug>/settings/people/", subsite_people.people, name="subsite_people"),
    path(
        "<slug:slug>/settings/people/<int:person>/",
        subsite_people.admission_end,
        name="subsite_admission_end",
    ),
    path(
        "<slug:slug>/settings/administrators/",
        subsite_people.administrators,
        name="subsite_administrators",
    ),
    path(
        "<slug:slug>/settings/administrators/<int:person>/",
        subsite_people.administrator_dismiss,
        name="subsite_administrator_dismiss",
    ),
    path("<slug:slug>/settings/groups/", subsite_people.groups, name="subsite_groups"),
    path(
        "<slug:slug>/settings/groups/<int:group>/", subsite_people.opening, name="subsite_opening"
    ),
    path("<slug:slug>/settings/log/", subsite_settings.log, name="subsite_log"),
]

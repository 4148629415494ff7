from django.urls import path

from documents.views import remarks, text, text_templates, text_versions

TEXT = "documents/<int:pk>/text/"
TEMPLATES = "groups/<slug:slug>/text-templates/"

urlpatterns = [
    path("threads/<int:pk>/texts/new/", text.new, name="text_new"),
    path(f"{TEXT}state/", text.state, name="text_state"),
    path(f"{TEXT}words/", text.words, name="text_words"),
    path(f"{TEXT}updates/", text.updates, name="text_updates"),
    path(f"{TEXT}pictures/", text.picture, name="text_picture"),
    path(f"{TEXT}remarks/", remarks.remarks, name="text_remarks"),
    path(f"{TEXT}remarks/<int:remark>/", remarks.resolve, name="text_remark"),
    path(f"{TEXT}versions/", text_versions.keep, name="text_versions"),
    path(f"{TEXT}versions/<int:version>/", text_versions.version, name="text_version"),
    path(f"{TEXT}export/<slug:form>/", text_versions.export, name="text_export"),
    path(TEMPLATES, text_templates.templates, name="text_templates"),
    path(f"{TEMPLATES}<slug:key>/", text_templates.template, name="text_template"),
]

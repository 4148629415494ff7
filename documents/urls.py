from django.urls import include, path

from documents.views import document, listing, uploads, versions

VERSION = "documents/<int:pk>/versions/<int:number>/"

urlpatterns = [
    path("", include("documents.live.urls")),
    path("documents/", listing.documents, name="documents"),
    path("groups/<slug:slug>/documents/", listing.register, name="group_documents"),
    path("documents/<int:pk>/", document.document, name="document"),
    path("documents/<int:pk>/edit/", document.edit, name="document_edit"),
    path("documents/<int:pk>/show/", document.show, name="document_show"),
    path(
        "documents/<int:pk>/show/<int:thread>/end/", document.stop_showing, name="document_show_end"
    ),
    path("documents/<int:pk>/replace/", versions.replace, name="document_replace"),
    path("documents/<int:pk>/compare/", versions.compare, name="document_compare"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}thumbnail/", versions.thumbnail, name="version_thumbnail"),
    path(f"{VERSION}pdf/", versions.rendition, name="version_pdf"),
    path(f"{VERSION}restore/", versions.restore, name="version_restore"),
    path(f"{VERSION}adopt/", versions.adopt, name="version_adopt"),
    path("documents/uploads/<uuid:pk>/", uploads.upload, name="upload"),
    path("threads/<int:pk>/documents/new/", document.new, name="document_new"),
    path("threads/<int:pk>/documents/uploads/", uploads.new, name="upload_new"),
]

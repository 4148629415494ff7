from django.urls import path

from documents.views import document, listing

urlpatterns = [
    path("documents/", listing.documents, name="documents"),
    path("documents/<int:pk>/", document.document, name="document"),
    path("threads/<int:pk>/documents/new/", document.new, name="document_new"),
]

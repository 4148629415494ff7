"""What a URL names, if the person may see it: denied and absent are the same 404; and what was
sent to it."""

from django.shortcuts import get_object_or_404

from documents.models import Document, Version
from groups.subsites.hosts import wear


def get_document(request, pk, **exactly):
    documents = Document.objects.visible_to(request.user).with_place().for_cards()
    document = get_object_or_404(documents, pk=pk, **exactly)
    wear(request, document.group.subsite)
    return document


def get_file(request, pk):
    return get_document(request, pk, form=Document.Form.FILE)


def get_version(request, pk, number):
    """With its document. Whether it may be opened is another question."""
    document = get_file(request, pk)
    versions = document.versions.select_related("author", "adoption")
    version = get_object_or_404(versions.defer("text"), number=number)
    version.document = document
    return version


def get_openable(request, pk, number):
    """A version of which the file may be opened."""
    documents = Document.objects.visible_to(request.user).filter(pk=pk)
    versions = Version.objects.openable().filter(document__in=documents.values("pk"))
    return get_object_or_404(versions.defer("text"), number=number)


def sent(request):
    """What a form is filled with: nothing before it was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)

"""The versions of a document that is a file: opening, replacing, restoring, comparing, adopting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.models import Unapproved
from conversations.views.files import kept_apart
from conversations.views.outcomes import in_words as outcome_in_words
from conversations.views.outcomes import refused
from documents import filetypes
from documents.comparing import compared
from documents.forms import AdoptForm, VersionForm, in_words
from documents.models import OverQuota, Unfit
from documents.views.lookup import get_file, get_openable, get_version, sent
from groups import access
from groups.views.lookup import public
from workspace.http import throttle

BLOCK = 64 * 1024
# What a browser shows without running anything of it. A PDF is shown by the browser's own viewer,
# which is apart from our pages; in a sandbox browsers show none (ADR 16).
SHOWN = filetypes.IMAGES | {filetypes.TEXT, filetypes.PDF}


@require_safe
@public
def version(request, pk, number):
    found = get_openable(request, pk, number)
    is_shown = found.content_type in SHOWN and "download" not in request.GET
    return file_response(found.file, found.content_type, found.name, is_shown)


@require_safe
@public
def thumbnail(request, pk, number):
    found = get_openable(request, pk, number)
    return file_response(found.thumbnail, "image/webp", "thumbnail.webp", True)


@require_safe
@public
def rendition(request, pk, number):
    """The same as a PDF."""
    found = get_openable(request, pk, number)
    return file_response(found.rendition, filetypes.PDF, f"{found.name}.pdf", True)


def file_response(file, content_type, name, is_shown):
    if not file:
        raise Http404
    if content_type == filetypes.TEXT:
        content_type = "text/plain; charset=utf-8"
    response = FileResponse(
        default_storage.open(file, "rb"),
        as_attachment=not is_shown, filename=name, content_type=content_type,
    )  # fmt: skip
    response.block_size = BLOCK
    return kept_apart(response, in_sandbox=content_type != filetypes.PDF)


@login_required
@require_http_methods(["GET", "POST"])
def replace(request, pk):
    document = get_file(request, pk)
    access.require(request.user, "post", document)
    about = {"document": document, "person": request.user}
    form = VersionForm(*sent(request), **about)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "upload")
            form.replace()
            return redirect(document)
        except (OverQuota, Unfit) as refusal:
            form.add_error(None, in_words(refusal))
        except (Unapproved, throttle.TooMany) as refusal:
            form.add_error(None, outcome_in_words(refusal))
    context = {"document": document, "thread": document.thread, "form": form}
    status = 422 if form.errors else 200
    return render(request, "documents/replace.html", context, status=status)


@login_required
@require_POST
def restore(request, pk, number):
    version = get_version(request, pk, number)
    try:
        throttle.spend(request, "edit")
        version.document.restore(request.user, version)
    except Unfit as refusal:
        messages.error(request, in_words(refusal))
    except (Unapproved, throttle.TooMany) as refusal:
        return refused(request, refusal, version.document)
    return redirect(version.document)


@login_required
@require_http_methods(["GET", "POST"])
def adopt(request, pk, number):
    version = get_version(request, pk, number)
    document = version.document
    access.require(request.user, "steer", document)
    form = AdoptForm(*sent(request), document=document)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "edit")
            document.adopt(request.user, version, form.cleaned_data["decision"])
            return redirect(document)
        except Unfit as refusal:
            form.add_error(None, in_words(refusal))
        except (Unapproved, throttle.TooMany) as refusal:
            form.add_error(None, outcome_in_words(refusal))
    context = {"document": document, "version": version, "form": form}
    status = 422 if form.errors else 200
    return render(request, "documents/adopt.html", context, status=status)


@require_safe
@public
def compare(request, pk):
    """What changed in the words between two versions; without more, since the one before."""
    document = get_file(request, pk)
    versions = list(document.versions.openable().select_related("author").defer("text"))
    if not versions:
        raise Http404
    newer = chosen(versions, request.GET.get("to"), versions[0])
    earlier = [version for version in versions if version.number < newer.number]
    older = chosen(versions, request.GET.get("from"), earlier[0] if earlier else newer)
    about = {
        "document": document, "versions": versions, "older": older, "newer": newer,
        "comparison": compared(older.text, newer.text),
    }  # fmt: skip
    return render(request, "documents/compare.html", about)


def chosen(versions, number, otherwise):
    return next((version for version in versions if str(version.number) == number), otherwise)

"""What a text said before: named versions, and a text to take along."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conversations.export import pdf
from conversations.models import Unapproved
from conversations.views.outcomes import in_words
from documents.live import paper, rendering
from documents.live.forms import VersionNameForm
from documents.models import TextVersion
from documents.models.text import TooLarge
from documents.views.text import get_text
from groups import access
from groups.views.lookup import public
from workspace.http import throttle

TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}


@login_required
@require_POST
def keep(request, pk):
    """Give the text as it is now a name."""
    text = get_text(request, pk)
    access.require(request.user, "post", text.document)
    form = VersionNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("name", [])))
        return redirect(text.document)
    try:
        throttle.spend(request, "edit")
        TextVersion.objects.keep(text, request.user, form.cleaned_data["name"])
        messages.success(request, _("The version is kept."))
    except (Unapproved, throttle.TooMany) as refusal:
        messages.error(request, in_words(refusal))
    return redirect(text.document)


@public
@require_http_methods(["GET", "POST"])
def version(request, pk, version):
    """What it said then; a POST restores that."""
    text = get_text(request, pk)
    found = get_object_or_404(text.versions.select_related("by"), pk=version)
    found.text = text
    if request.method == "POST":
        return _restore(request, found)
    about = {
        "document": text.document,
        "version": found,
        "html": rendering.of_words(found.words, text.document),
        "may_post": access.may(request.user, "post", text.document),
    }
    return render(request, "documents/text_version.html", about)


def _restore(request, version):
    try:
        throttle.spend(request, "edit")
        version.restore(request.user)
        messages.success(request, _("The text says again what it said then."))
    except TooLarge:
        messages.error(request, _("The text is too large."))
    except (Unapproved, throttle.TooMany) as refusal:
        messages.error(request, in_words(refusal))
    return redirect(version.text.document)


@login_required
@require_GET
def export(request, pk, form):
    """The text, or a version of it (`?version=`), as ODT, HTML or PDF."""
    if form not in TYPES:
        raise Http404
    text = get_text(request, pk)
    document, version, words = text.document, None, None
    if key := request.GET.get("version", ""):
        key = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
        version = get_object_or_404(text.versions, pk=key)
        words = version.words
    words = text.words() if words is None else words
    throttle.spend(request, "pdf")
    try:
        content = _made(form, document, words, version)
    except pdf.NotMade as refusal:
        messages.error(request, refusal)
        return redirect(document)
    return _file(content, document, form)


def _made(form, document, words, version):
    if form == "odt":
        return paper.as_odt(document, words)
    return (paper.as_html if form == "html" else paper.as_pdf)(document, words, version)


def _file(content, document, form):
    name = slugify(document.title)[:60].strip("-") or "document"
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    response._csp_exempt = True
    return response

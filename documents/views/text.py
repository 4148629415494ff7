"""A text that is written together: making one, its page, and what its editor asks."""

from base64 import b64encode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from conversations.models import Thread
from conversations.models.gate import Gate
from conversations.views.outcomes import grow, in_words
from documents.live import rendering
from documents.live.following import REFUSALS, apply
from documents.live.forms import RemarkForm, TextForm, VersionNameForm
from documents.models import Document
from documents.views.lookup import get_document
from groups import access
from groups.views.lookup import public
from workspace.http import throttle


@login_required
def new(request, pk):
    return grow(request, pk, TextForm, "documents/text_new.html")


def page(request, document):
    """The page of a document that is a text. Who may write gets the editor, others the words."""
    person, text = request.user, document.text
    about = {
        "outcome": document,
        "text": text,
        "html": rendering.html(text),
        "may_post": access.may(person, "post", document),
        "may_steer": access.may(person, "steer", document),
        "reads_home": Thread.objects.visible_to(person).filter(pk=document.thread.pk).exists(),
        "showings": document.showings_for(person),
        "versions": list(text.versions.select_related("by").defer("words")),
    }
    if about["reads_home"]:
        about["remarks"] = remarks_of(text)
        about["sources"] = document.sources_for(person)
    if about["may_post"]:
        about |= {"form": RemarkForm(), "version_form": VersionNameForm()}
    return render(request, "documents/text.html", about)


def remarks_of(text):
    """First what is to be dealt with."""
    found = text.remarks.standing().with_words()
    return sorted(found, key=lambda remark: remark.resolved_at is not None)


def get_text(request, pk):
    document = get_document(request, pk, form=Document.Form.TEXT)
    text = document.text
    text.document = document
    return text


@login_required
@require_GET
def state(request, pk):
    """All that an editor begins with: {"stream", "position", "state" (base64)}."""
    text = get_text(request, pk)
    doc, position = text.gathered()
    made = b64encode(doc.get_update()).decode()
    return _private(JsonResponse({"stream": text.stream_id, "position": position, "state": made}))


@public
@require_GET
def words(request, pk):
    """The text as it reads now: what a page shows anew to who may not write."""
    html = rendering.html(get_text(request, pk))
    return _private(render(request, "documents/text_words.html", {"html": html}))


@login_required
@require_POST
def updates(request, pk):
    """An update too large for a frame of the socket. 400 and 409 say why it is not taken."""
    text = get_text(request, pk)
    access.require(request.user, "post", text.document)
    throttle.spend(request, "edit")
    try:
        apply(request.user, text, request.POST.get("update", ""))
    except tuple(REFUSALS) as refusal:
        code, _message = REFUSALS[type(refusal)]
        return JsonResponse({"code": code}, status=400 if code == "bad_frame" else 409)
    return HttpResponse(status=204)


@login_required
@require_POST
def picture(request, pk):
    """Keep a picture with the document's card. The answer has what stands for it in the text."""
    document = get_text(request, pk).document
    access.require(request.user, "post", document)
    try:
        throttle.spend(request, "upload")
        Gate.require_approved(document.thread, request.user)
        return JsonResponse({"words": document.text.add_picture(request.FILES.get("picture"))})
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=422)
    except tuple(REFUSALS) as refusal:
        return JsonResponse({"error": in_words(refusal)}, status=409)


def _private(response):
    response.headers["Cache-Control"] = "private, no-store"
    return response

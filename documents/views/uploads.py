"""Sending a file in pieces. After tus 1.0: POST makes an upload, GET says how far it came, PATCH
adds a piece at an offset, DELETE gives it up."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conversations.models import Thread
from conversations.models.attachment import clean_name
from conversations.views.lookup import get_thread
from documents.forms import in_words
from documents.incoming import check
from documents.models import OverQuota, Upload
from documents.models.upload import TooManyUploads, WrongOffset
from groups import access
from workspace.http import throttle

MAX_PIECE = 8 * 1024 * 1024


@login_required
@require_POST
def new(request, pk):
    """`name` and `size` of the file; the answer says where to send it."""
    thread = get_thread(request, pk)
    access.require(request.user, "post", thread)
    name, size = request.POST.get("name", ""), request.POST.get("size", "")
    size = int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0
    try:
        check(name, size)
        throttle.spend(request, "upload")
        upload = Upload.begin(request.user, thread, clean_name(name), size)
    except ValidationError as refusal:
        return refused(refusal.message)
    except throttle.TooMany as refusal:
        return refused(refusal.sentence)
    except OverQuota as refusal:
        return refused(in_words(refusal))
    except TooManyUploads:
        return refused(_("You are sending too many files at once. Wait until some are there."))
    return answer(upload, 201)


@login_required
@require_http_methods(["GET", "PATCH", "DELETE"])
def upload(request, pk):
    threads = Thread.objects.visible_to(request.user).order_by().values("pk")
    own = Upload.objects.filter(person=request.user, thread__in=threads)
    upload = get_object_or_404(own.select_related("thread__group"), pk=pk)
    if request.method == "DELETE":
        upload.discard()
        return HttpResponse(status=204)
    if request.method == "PATCH":
        access.require(request.user, "post", upload.thread)
        return receive(request, upload)
    return answer(upload)


def receive(request, upload):
    offset, length = number(request, "Upload-Offset"), number(request, "Content-Length")
    if offset is None or length is None:
        return refused("Upload-Offset and Content-Length", 400)
    if length > min(MAX_PIECE, settings.MAX_REQUEST_BYTES):
        return refused("piece", 413)
    try:
        upload.receive(offset, request, length)
    except WrongOffset as refusal:
        upload.offset = refusal.offset
        return answer(upload, 409)
    except ValueError:
        return refused("past the end", 400)
    return answer(upload)


def answer(upload, status=200):
    about = {
        "id": str(upload.pk), "url": reverse("upload", args=[upload.pk]), "name": upload.name,
        "offset": upload.offset, "size": upload.size,
    }  # fmt: skip
    response = JsonResponse(about, status=status)
    response.headers["Upload-Offset"] = str(upload.offset)
    return response


def refused(words, status=422):
    return JsonResponse({"refusal": str(words)}, status=status)


def number(request, header):
    value = request.headers.get(header, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None

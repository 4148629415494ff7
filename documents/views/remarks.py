"""Remarks at places in a text."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conversations.models import Closed, Message, TooSoon, Waiting
from documents.live.forms import RemarkForm
from documents.models import Remark
from documents.views.text import get_text, remarks_of
from groups import access
from workspace.http import throttle


@login_required
@require_http_methods(["GET", "POST"])
def remarks(request, pk):
    """The remarks, for the side of the page; a POST adds one."""
    text = get_text(request, pk)
    # Who reads the text elsewhere only does not read what is said of it here.
    if not Message.objects.visible_to(request.user).filter(pk=text.document.message_id).exists():
        raise Http404
    if request.method == "POST":
        return _add(request, text)
    may_post = access.may(request.user, "post", text.document)
    about = {"outcome": text.document, "remarks": remarks_of(text), "may_post": may_post}
    return render(request, "documents/text_remarks.html", about)


def _add(request, text):
    access.require(request.user, "post", text.document)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        errors = [error for found in form.errors.values() for error in found]
        messages.error(request, " ".join(errors))
        return redirect(text.document)
    try:
        throttle.spend(request, "post")
        Remark.objects.make(text, request.user, **form.cleaned_data)
        messages.success(request, _("Your remark stands in the conversation, too."))
    except Waiting:
        messages.success(request, _("A moderator looks at your remark first."))
    except Closed:
        messages.error(request, _("This conversation is closed. A moderator can open it again."))
    except TooSoon as refusal:
        messages.error(request, throttle.TooMany(refusal.wait).sentence)
    except throttle.TooMany as refusal:
        messages.error(request, refusal.sentence)
    return redirect(text.document)


@login_required
@require_POST
def resolve(request, pk, remark):
    text = get_text(request, pk)
    found = get_object_or_404(text.remarks.standing(), pk=remark)
    access.require(request.user, "post", text.document)
    throttle.spend(request, "edit")
    found.text = text
    found.resolve(request.user)
    return redirect(text.document)

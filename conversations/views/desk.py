"""The desk of the moderators, and deciding about messages that wait."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conversations.desk import desk as laid_out
from conversations.desk import desks_of
from conversations.models import Closed, Decided, Held
from groups import access
from groups.forms.grounds import GroundsForm
from workspace.text import markdown

FOLLOWED = 50


@login_required
@require_GET
def desk(request):
    """What waits in all groups where this person keeps order."""
    desks = list(desks_of(request.user))
    about = {
        "desks": [group for group in desks if group.waiting],
        "keeps_order": bool(desks),
        "desk": laid_out(request.user),
    }
    return render(request, "conversations/desk.html", about)


@login_required
@require_GET
def group_desk(request, slug):
    group = get_object_or_404(access.groups_kept_by(request.user), slug=slug)
    about = {"group": group, "desk": laid_out(request.user, group), "keeps_order": True}
    return render(request, "conversations/desk.html", about)


@login_required
@require_GET
def desk_count(request):
    """How much waits, and the streams that tell when that changes."""
    desks = list(desks_of(request.user))
    count = sum(group.waiting for group in desks)
    streams = {group.desk_id: group.desk.position for group in desks[:FOLLOWED]}
    return JsonResponse({"keeps_order": bool(desks), "count": count, "streams": streams})


@login_required
@require_http_methods(["GET", "POST"])
def held(request, pk):
    """A message that waits: approved, or refused with grounds."""
    held = _held(request, pk)
    verb = request.POST.get("verb")
    if request.method == "POST" and verb not in ("approve", "refuse"):
        return HttpResponseBadRequest("verb")
    form = GroundsForm(request.POST if verb == "refuse" else None)
    if verb == "approve" or (verb and form.is_valid()):
        return _decided(request, held, verb, form)
    about = {
        "held": held, "form": form, "html": markdown(held.body), "group": held.thread.group,
        "attachments": held.attachments.all(),
    }  # fmt: skip
    return render(request, "conversations/held.html", about, status=422 if verb else 200)


def _held(request, pk):
    kept = access.groups_kept_by(request.user).values("pk")
    related = Held.objects.select_related("author", "thread__group", "thread__stream")
    return get_object_or_404(related.open().filter(thread__group__in=kept), pk=pk)


def _decided(request, held, verb, form):
    try:
        if verb == "approve":
            held.approve(request.user)
            messages.success(request, _("The message is posted."))
        else:
            held.refuse(request.user, form.cleaned_data["grounds"])
            messages.success(request, _("The message is not posted. Its author hears why."))
    except Decided:
        messages.info(request, _("Somebody else was first."))
    except Closed:
        messages.error(request, _("This conversation is closed: nothing can be added to it."))
    except access.MayNot as refusal:
        if refusal.verb not in ("start", "post", "react_publicly"):
            raise
        messages.error(request, _("The author may no longer write in this conversation."))
    return redirect("group_desk", held.thread.group.slug)


@login_required
@require_POST
def held_take_back(request, pk):
    held = get_object_or_404(
        Held.objects.open().select_related("thread__group", "thread__stream"),
        pk=pk, author=request.user,
    )  # fmt: skip
    thread = held.thread
    try:
        held.take_back(request.user)
        messages.success(request, _("Your message is taken back."))
    except Decided:
        messages.info(request, _("A moderator was first: look in the conversation."))
    if thread.pk and type(thread).objects.visible_to(request.user).filter(pk=thread.pk).exists():
        return redirect(thread)
    return redirect("home")

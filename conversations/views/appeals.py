"""What was decided about someone, on a page of theirs; and looking at it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conversations.models import Appeal, Decided, Message
from conversations.order_forms import AppealForm
from groups import access
from groups.forms.grounds import GroundsForm
from groups.models import AuditEntry
from workspace.http import throttle


@login_required
@require_http_methods(["GET", "POST"])
def ruling(request, number):
    """For whom it is about: the grounds, and the way to another moderator."""
    mine = AuditEntry.objects.filter(subject=request.user).select_related("group")
    entry = get_object_or_404(mine, pk=number)
    appeal = entry.appeals.filter(by=request.user).first()
    may_appeal = entry.can_be_appealed and appeal is None and entry.group is not None
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not may_appeal:
        return redirect("ruling", number)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "appeal")
        except throttle.TooMany as refusal:
            form.add_error(None, refusal.sentence)
        else:
            Appeal.objects.make(entry, request.user, form.cleaned_data["words"])
            messages.success(request, _("Somebody else will look at it. You hear from us."))
            return redirect("ruling", number)
    about = {"entry": entry, "appeal": appeal, "may_appeal": may_appeal, "form": form}
    return render(request, "conversations/ruling.html", about, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def appeal(request, pk):
    """For another moderator than the one who decided; without one, for an administrator, who
    reads the entry and nothing else."""
    appeal = get_object_or_404(
        Appeal.objects.open().select_related("entry__group", "group__stream", "by"), pk=pk
    )
    if not access.may(request.user, "judge", appeal):
        raise Http404
    verb = request.POST.get("verb")
    if request.method == "POST" and verb not in ("grant", "deny"):
        return HttpResponseBadRequest("verb")
    form = GroundsForm(request.POST if request.method == "POST" else None)
    if verb and form.is_valid():
        try:
            appeal.decide(
                request.user, granted=verb == "grant", grounds=form.cleaned_data["grounds"]
            )
            messages.success(request, _("Done. Both hear of it."))
        except Decided:
            messages.info(request, _("Somebody else was first."))
        return redirect("desk")
    about = {
        "appeal": appeal, "entry": appeal.entry, "group": appeal.group, "form": form,
        "message": _message(request.user, appeal.entry),
    }  # fmt: skip
    return render(request, "conversations/appeal.html", about, status=422 if form.errors else 200)


def _message(person, entry):
    """The words that it is about, for who keeps order where they stand."""
    kept = access.groups_kept_by(person).values("pk")
    found = Message.objects.filter(thread__group__in=kept, pk=entry.about.get("message"))
    return found.select_related("removal").first()

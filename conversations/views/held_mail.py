"""Mails that wait: for the person whose address they came with, or for a moderator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conversations.mail import addresses, asking, source
from conversations.models import Decided, Delivery
from groups import access
from workspace.http import throttle
from workspace.text import markdown


@require_http_methods(["GET", "POST"])
def delivery_confirm(request, token):
    """Where the link in our mail leads. Only a button does something: programs that look through
    mail follow links."""
    delivery = asking.delivery_at(token)
    if delivery:
        throttle.spend(request, "mail_link", address=token)
    verb = request.POST.get("verb")
    if delivery and verb == "revoke" and delivery.person and delivery.reason == "not-me":
        addresses.revoke_all(delivery.person)
        return render(request, "conversations/delivery_revoked.html")
    if delivery is None or not Delivery.objects.for_person().filter(pk=delivery.pk).exists():
        return render(request, "conversations/delivery_closed.html", status=410)
    other = None
    if verb and delivery.reason == "unproven-sender":
        other = Delivery.objects.waiting_beside(delivery).first()
    about = {
        "delivery": delivery, "next": other and asking.url_of(other),
        "by_reply_address": delivery.reason == "other-sender",
    }  # fmt: skip
    try:
        if verb == "confirm":
            return _confirmed(request, delivery, about)
        if verb == "disown":
            delivery.disown()
            return render(request, "conversations/delivery_disowned.html", about)
    except Decided:
        return render(request, "conversations/delivery_closed.html", status=410)
    opened = source.opened(delivery)
    about["html"] = opened and markdown(opened.reply)
    return render(request, "conversations/delivery_confirm.html", about)


def _confirmed(request, delivery, about):
    problem = tried(delivery.confirm, delivery)
    about["problem"] = problem
    status = 409 if problem else 200
    return render(request, "conversations/delivery_confirmed.html", about, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def held_mail(request, pk):
    """For who keeps order in the group: let through, or refused."""
    kept = access.groups_kept_by(request.user).values("pk")
    related = Delivery.objects.for_moderators().select_related("group", "thread", "person")
    delivery = get_object_or_404(related.filter(group__in=kept), pk=pk)
    throttle.spend(request, "open_mail")
    verb = request.POST.get("verb")
    if request.method == "POST" and verb not in ("release", "refuse"):
        return HttpResponseBadRequest("verb")
    if verb:
        return _decided(request, delivery, verb)
    opened = source.opened(delivery)
    about = {
        "delivery": delivery, "group": delivery.group, "source": opened,
        "html": opened and markdown(opened.reply),
    }  # fmt: skip
    return render(request, "conversations/delivery_held.html", about)


def _decided(request, delivery, verb):
    try:
        if verb == "refuse":
            delivery.refuse(request.user)
            messages.success(request, _("The mail is not posted."))
        elif problem := tried(delivery.release, delivery, request.user):
            messages.error(request, problem)
        else:
            messages.success(request, _("The mail is posted."))
    except Decided:
        messages.info(request, _("Somebody else was first."))
    return redirect("group_desk", delivery.group.slug)


def tried(verb, delivery, *by):
    """Why a mail that was let through is not posted after all, as a sentence; "" when it is.
    Raises `Decided`."""
    try:
        verb(*by)
    except ValueError:
        return _("This mail is not kept any more.")
    return "" if delivery.is_posted else delivery.reason_text

"""What someone gets by mail: where they choose it when signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conversations.mail import addresses
from conversations.mail_forms import MailChoiceForm
from conversations.models import Participation, Thread
from groups import access
from groups.models import Membership
from groups.views.lookup import get_group

# Conversations that someone follows or has muted: the latest.
MOST = 100


@login_required
def my_mail(request):
    """Of all one's groups what comes by mail, and the conversations where that differs."""
    memberships = request.user.memberships.in_force().filter(group__archived_at=None)
    readable = Thread.objects.visible_to(request.user).order_by().values("pk")
    chosen = request.user.participations.filter(thread__in=readable).exclude(
        attention=Participation.Attention.NORMAL
    )
    about = {
        "memberships": memberships.select_related("group").order_by("group__name"),
        "chosen": chosen.select_related("thread__group").order_by(
            "-thread__last_posted_at", "-thread_id"
        )[:MOST],
    }
    return render(request, "conversations/my_mail.html", about)


@login_required
@require_http_methods(["GET", "POST"])
def group_mail(request, slug):
    own = Membership.objects.in_force().select_related("group", "person")
    membership = get_object_or_404(own, group=get_group(request, slug), person=request.user)
    form = MailChoiceForm(request.POST or None, membership=membership)
    if form.is_valid():
        form.save()
        messages.success(request, _("This is what you get by mail now."))
        return redirect("my_mail")
    group = membership.group
    about = {"group": group, "form": form}
    if access.may(request.user, "write_to", group):
        about["address"] = addresses.group_address(group)
    return render(request, "conversations/group_mail.html", about)


@login_required
@require_http_methods(["GET", "POST"])
def mail_revoke(request):
    """Says what it means; a button does it."""
    if request.method == "POST":
        addresses.revoke_all(request.user)
        messages.success(request, _("The addresses and links in older mails do not work any more."))
        return redirect("my_mail")
    return render(request, "conversations/mail_revoke.html")

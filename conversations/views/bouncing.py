"""The way back for an address that nothing is sent to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conversations.mail.trial import send_trial
from conversations.models import Bouncing
from workspace.http import throttle


@login_required
@require_POST
def works_again(request):
    """The person says so, and gets a mail to see for themselves."""
    throttle.spend(request, "works_again")
    found = Bouncing.objects.in_suspension().filter(email=request.user.email)
    if bouncing := found.first():
        bouncing.try_again()
        send_trial.enqueue(request.user.pk)
        sentence = _("We send mail to %(email)s again. The first one is on its way: look for it.")
        messages.success(request, sentence % {"email": bouncing.email})
    return redirect("my_mail")

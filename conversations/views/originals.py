"""Of a message that came by mail: what was left out of it, and the mail itself."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from conversations.mail import source
from conversations.models import Message, Original
from conversations.views.files import kept_apart
from conversations.views.lookup import get_message
from groups import access
from groups.views.lookup import public
from workspace.http import throttle


@public
@require_GET
def original(request, pk):
    """For whoever reads the message: in place where our scripts ask, else a page."""
    message = get_message(request, pk)
    about = {
        "message": message,
        "original": get_object_or_404(Original.objects.telling(), message=message),
        "may_see_mail": access.may(request.user, "see_mail", message),
    }
    return render(request, "conversations/original.html", about)


@login_required
@require_GET
def original_mail(request, pk):
    message = _get_mailed(request, pk)
    throttle.spend(request, "open_mail")
    delivery = message.deliveries.exclude(raw="").first()
    about = {
        "message": message,
        "delivery": delivery,
        "source": delivery and source.opened(delivery),
    }
    return render(request, "conversations/original_mail.html", about)


@login_required
@require_GET
def original_file(request, pk):
    """Only for its author: it holds their own reply address and links, also where nobody could
    take them out without breaking a signature."""
    message = _get_mailed(request, pk)
    if message.author_id != request.user.pk:
        raise Http404
    return as_file(message.deliveries.exclude(raw="").first())


def as_file(delivery):
    """The mail as it came, to keep."""
    raw = delivery and source.raw_of(delivery)
    if not raw:
        raise Http404
    response = HttpResponse(raw, content_type="message/rfc822")
    response.headers["Content-Disposition"] = f'attachment; filename="mail-{delivery.pk}.eml"'
    return kept_apart(response)


def _get_mailed(request, pk):
    """A message that came by mail. Whose mail it is not gets what there is for a message that
    did not: nothing."""
    message = get_message(request, pk)
    if message.via != Message.Via.MAIL or not access.may(request.user, "see_mail", message):
        raise Http404
    return message

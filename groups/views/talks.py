"""Starting a conversation with one or a few people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import access
from groups.models import Person
from groups.models.talking import MOST
from groups.views.directory import people_page
from workspace.http import throttle


@login_required
@require_POST
def talk(request):
    """Opens the small group of the chosen people, or finds it, and leads to its new conversation.
    Who may not be seen is as absent as who is not there."""
    keys = {int(key) for key in request.POST.getlist("person") if _is_key(key)}
    chosen = Person.objects.visible_to(request.user).exclude(pk=request.user.pk).filter(pk__in=keys)
    try:
        throttle.spend(request, "talk")
        group = request.user.talk_with(chosen)
    except throttle.TooMany as flood:
        messages.error(request, flood.sentence)
        return people_page(request, chosen={person.pk for person in chosen}, status=429)
    except access.MayNot:
        if keys:
            sentence = _("Choose at most %(count)s people.") % {"count": MOST}
        else:
            sentence = _("Choose one person or more to talk with.")
        messages.error(request, sentence)
        return people_page(request, chosen={person.pk for person in chosen}, status=422)
    return redirect("thread_new", group.slug)


def _is_key(text):
    return text.isascii() and text.isdigit() and len(text) < 10

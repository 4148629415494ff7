from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from groups import access


def arrived(request, group, place):
    """Someone accepted: they go to `place`, by the door of the sub-site it stands in if need be."""
    if not access.visible_groups(request.user).filter(pk=group.pk).exists():
        messages.info(request, _("You are nearly there: first come in here."))
        return redirect(reverse("subsite_door", args=[group.subsite.slug]))
    messages.success(request, _("Welcome to %(group)s.") % {"group": group})
    return redirect(place)

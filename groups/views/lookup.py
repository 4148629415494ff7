"""What a URL names, if the person may see it: denied and absent are the same answer."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_htmx.http import HttpResponseClientRedirect

from groups.models import Group
from groups.subsites.hosts import wear


def get_group(request, slug):
    groups = Group.objects.visible_to(request.user).select_related("stream", "subsite")
    group = get_object_or_404(groups, slug=slug)
    wear(request, group.subsite)
    return group


def public(view):
    """The door of a page that who is not signed in gets too, as far as the rule allows. What they
    may not see leads them to sign in, as what is not there does."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if request.htmx.boosted and not request.user.is_authenticated:
            # A tab whose session ended still runs what a person needs: it begins anew.
            return HttpResponseClientRedirect(request.get_full_path())
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied):
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return door


def indexed(view):
    """A page that search engines may show where it is public; all others are not for them
    (`PersonalMiddleware`)."""

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not request.user.is_authenticated:
            response.headers["X-Robots-Tag"] = "all"
        return response

    return page

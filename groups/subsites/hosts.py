"""Sub-sites with a host name of their own. Beside `ALLOWED_HOSTS`, exactly those names are ours:
asked of the table with each request for a name that the settings do not name."""

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.http.request import split_domain_port
from django.urls import reverse


def subsite_at(host):
    """The sub-site of this `Host` header (name, and perhaps a port), or None."""
    domain, _port = split_domain_port(host.lower())
    if not domain or domain in settings.ALLOWED_HOSTS:
        return None
    return apps.get_model("groups.Subsite").objects.filter(host=domain).first()


def is_subsite_host(host):
    """For the door of the sockets: `settings.OWN_HOST`."""
    return subsite_at(host) is not None


class SubsiteMiddleware:
    """Sets `request.host_subsite`, to which lists are restricted at its own host name, where its
    front page is at `/`; and `request.subsite`, whose theme the page wears: the same, until
    `wear` finds that the page is about another's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        host = request.META.get("HTTP_HOST", "")
        request.subsite = request.host_subsite = subsite_at(host)
        if request.host_subsite:
            # Django knows only ALLOWED_HOSTS; this name was just found to be ours.
            request.get_host = lambda: host
            if request.path_info == "/":
                request.path_info = reverse("subsite", args=[request.subsite.slug])
        return self.get_response(request)


def standing_here(request, group):
    """For a list: at a sub-site's own host name the condition that `group`, the path to it, stands
    there or is opened to it; elsewhere no condition."""
    if request.host_subsite is None:
        return Q()
    here = apps.get_model("groups.Group").objects.at(request.host_subsite)
    return Q(**{f"{group}__in": here.values("pk")})


def wear(request, subsite):
    """The page is about something of this sub-site (or of none), which the person may see: it
    wears that one's theme. Who came in by another door is not told of a closed one."""
    if subsite and subsite.lets_in(request.user):
        request.subsite = subsite

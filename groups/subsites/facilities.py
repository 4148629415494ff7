"""What an administrator can switch off in a sub-site. Off is off: not in the menu, and the door
does not open."""

from functools import wraps

from django.apps import apps
from django.http import Http404
from django.utils.translation import gettext_lazy as _

OURS = {
    "people": _("The list of people"),
    "public_reactions": _("Reactions of visitors to public conversations"),
    "invitation_links": _("Invitations by a link"),
    "opening_groups": _("Everyone who is let in can open a group"),
}


def facilities():
    """{name: label}: our own, and the apps that have a place in the main menu."""
    configs = [config for config in apps.get_app_configs() if hasattr(config, "navigation")]
    return {config.label: config.verbose_name for config in configs} | OURS


def has(subsite, name):
    """Whether a facility is there; outside of sub-sites all of them are."""
    return subsite is None or name not in subsite.facilities_off


def facility(name):
    """For a view: 404 where the sub-site whose host name this is has it switched off."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not has(request.host_subsite, name):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate

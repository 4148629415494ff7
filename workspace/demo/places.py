"""Organisations, the administrator of the platform, and a sub-site."""

from django.utils.text import slugify

from groups.models import Organisation, Subsite
from workspace.demo.cast import stored


def places(people):
    """The sub-sites by key, after everyone's organisation is proved by their address."""
    about = stored("places")
    administrator = people[about["administrator"]]
    administrator.make_administrator()
    for name, domain in about["organisations"].items():
        Organisation.objects.named(name).verify(domain, by=administrator)
    made = subsite(people, by=administrator, **about["subsite"])
    return {slugify(made.name): made}


def subsite(people, *, by, name, administrators, **changes):
    made = Subsite.objects.open_by(by, name)
    made.change(by=by, is_closed=False, **changes)
    for key in administrators:
        made.appoint(people[key], by=by)
    return made

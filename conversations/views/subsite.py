"""The front page of a sub-site: who it is, its newest conversations and its groups."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from conversations.models import Thread
from groups import access
from groups.models import Group, Subsite
from workspace.text import markdown

NEWEST = 8
GROUPS = 30


@require_GET
def subsite(request, slug):
    """Who is not let in is shown the door."""
    subsite = request.subsite = get_object_or_404(Subsite, slug=slug)
    person = request.user
    if not subsite.lets_in(person):
        return redirect("subsite_door", slug)
    here = Group.objects.at(subsite)
    threads = Thread.objects.visible_to(person).filter(group__in=here).for_reader(person)
    about = {
        "subsite": subsite,
        "welcome": markdown(subsite.welcome),
        "threads": threads.select_related("author")[:NEWEST],
        "groups": here.visible_to(person).with_member_count()[:GROUPS],
        "may_open": access.may(person, "open_group", subsite),
        "may_administer": access.may(person, "administer", subsite),
    }
    return render(request, "subsites/front.html", about)

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render

from conversations.models import Attachment
from groups.models import Group, Subsite
from groups.subsites.facilities import facility
from groups.subsites.hosts import standing_here

PAGE = 40


@login_required
@facility("documents")
def documents(request):
    """The files of all conversations in the person's groups, newest first, found by name."""
    sought = request.GET.get("q", "").strip()[:100]
    found = (
        Attachment.objects.visible_to(request.user)
        .filter(message__thread__group__in=Group.objects.of(request.user))
        .filter(standing_here(request, "message__thread__group"))
        .exclude(message__thread__group__subsite__in=Subsite.objects.without("documents"))
        .select_related("message__author", "message__thread__group")
        .order_by("-message__posted_at", "place")
    )
    if sought:
        found = found.filter(name__icontains=sought)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/documents.html", {"attachments": page, "sought": sought})

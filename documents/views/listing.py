"""Documents beside each other: of all of a person's groups, and of one group."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conversations.models import Attachment, Thread
from documents.models import Document
from documents.models.quota import used
from groups import access
from groups.models import Group, Subsite
from groups.subsites.facilities import facility
from groups.subsites.hosts import standing_here
from groups.views.lookup import get_group, public

PAGE, FEW = 40, 20


@login_required
@require_safe
@facility("documents")
def documents(request):
    """Of the person's groups: documents, and the files of messages, newest first."""
    without = Subsite.objects.without("documents")
    found = (
        Document.objects.of(request.user)
        .filter(standing_here(request, "message__thread__group"))
        .exclude(message__thread__group__subsite__in=without)
    )
    files = (
        Attachment.objects.visible_to(request.user)
        .filter(message__thread__group__in=Group.objects.of(request.user))
        .filter(standing_here(request, "message__thread__group"))
        .exclude(message__thread__group__subsite__in=without)
    )
    return render(request, "documents/documents.html", listed(request, found, files))


@require_safe
@public
@facility("documents")
def register(request, slug):
    """Of one group, with how much room they take."""
    group = get_group(request, slug)
    reads = access.groups_read_by(request.user).filter(pk=group.pk).exists()
    takes_part = reads or access.role_of(request.user, group)
    if not takes_part or (group.subsite and not group.subsite.has("documents")):
        raise Http404
    threads = Thread.objects.filter(group=group)
    found = Document.objects.visible_to(request.user).standing_in(threads)
    files = Attachment.objects.visible_to(request.user).filter(message__thread__group=group)
    about = {"group": group, "keeps_order": access.may(request.user, "moderate", group)}
    if reads:
        about |= {"used": used(group), "quota": settings.GROUP_QUOTA_BYTES}
    return render(request, "documents/register.html", about | listed(request, found, files))


def listed(request, found, files):
    """Those that the reader asks for: with words in their name, in a state, or only the files of
    messages (`what`). Beside documents stand the first few of those files."""
    about = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "state", "what")}
    if sought := about["q"]:
        found = found.filter(Q(title__icontains=sought) | Q(current__name__icontains=sought))
        files = files.filter(name__icontains=sought)
    if about["state"]:
        found = found.filter(adopted__isnull=about["state"] != "adopted")
    found = found.with_place().for_cards().order_by("-message__posted_at", "-pk")
    files = files.select_related("message__author", "message__thread__group")
    files = files.order_by("-message__posted_at", "-message_id", "place")
    if about["what"] == "files":
        return about | {"attachments": Paginator(files, PAGE).get_page(request.GET.get("page"))}
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if page.number == 1 and not about["state"]:
        about["attachments"], about["more_files"] = files[:FEW], files.count() > FEW
    return about | {"documents": page, "homes": homes(request.user, page)}


def homes(person, documents):
    """The keys of the conversations of these documents that a person reads: some are only shown
    to them elsewhere."""
    keys = [document.message.thread_id for document in documents]
    return set(Thread.objects.visible_to(person).filter(pk__in=keys).values_list("pk", flat=True))

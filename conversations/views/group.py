"""The front page of a group: for who takes part, for who only sees that it is there, and for who
cannot be there now."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conversations.kinds import outcome_kinds
from conversations.mail.addresses import group_address
from conversations.models import Thread
from conversations.wording import readers_in_words
from groups import access
from groups.models import AuditEntry, Group, JoinRequest, MailDoor, Membership
from groups.views.lookup import get_group, indexed, public

PAGE = 30


@require_safe
@indexed
@public
def group(request, slug):
    try:
        group = get_group(request, slug)
    except Http404:
        return paused(request, slug)
    person = request.user
    role = access.role_of(person, group)
    about = {
        "group": group,
        "role": role,
        "reads": access.groups_read_by(person).filter(pk=group.pk).exists(),
        "threads": threads_of(request, group),
        "members_count": group.memberships.full().in_force().count(),
        "readers_label": readers_in_words(group, person),
        "parent": Group.objects.visible_to(person).filter(pk=group.parent_id).first(),
        "subgroups": subgroups_of(group, person),
        "registers": registers_of(group),
        **what_may(person, group, role),
    }
    if takes_mail(group, person, about):
        about["address"] = group_address(group)
    if group.is_small:
        about["others"] = group.members.exclude(pk=person.pk).filter(is_active=True)
    if role is None and person.is_authenticated:
        about |= standing(person, group)
    return render(request, "conversations/group.html", about)


def registers_of(group):
    """The kinds of outcomes that have a list of their own in a group."""
    kinds = [kind for kind in outcome_kinds().values() if kind.register]
    return [kind for kind in kinds if group.subsite is None or group.subsite.has(kind.label)]


def threads_of(request, group):
    threads = Thread.objects.visible_to(request.user).filter(group=group)
    threads = threads.for_reader(request.user).select_related("author").latest_first()
    return Paginator(threads, PAGE).get_page(request.GET.get("page"))


def subgroups_of(group, person):
    """Those in use that the person sees; of an archived group all of them."""
    below = Group.objects.visible_to(person).filter(parent=group)
    return (below if group.is_archived else below.used()).with_member_count()


def what_may(person, group, role):
    """What the page offers; the verbs ask again."""
    if role is None:
        return {f"may_{verb}": access.may(person, verb, group) for verb in ("join", "request")}
    verbs = ("start", "invite", "own", "moderate")
    return {f"may_{verb}": access.suffices(role, verb, group) for verb in verbs}


def takes_mail(group, person, may):
    """Whether this person may start a conversation by mail: as the rule has it (`write_to`), of
    what the page knows already."""
    if group.mail_door == MailDoor.NOBODY or not person.is_authenticated:
        return False
    return may.get("may_start", False) or access.takes_strangers(group)


def standing(person, group):
    """Why someone who sees the group does not take part: a request that waits or was refused, a
    pause, a ban."""
    asked = JoinRequest.objects.in_the_way().filter(group=group, person=person)
    return {
        "asked": asked.order_by("-asked_at").first(),
        "ban": group.bans.filter(person=person).first(),
        "pause": Membership.objects.paused().filter(group=group, person=person).first(),
        "decision": decision("pause", person, group),
    }


def decision(action, person, group):
    """The last of this kind about this person: its grounds, and the page to appeal on."""
    return AuditEntry.objects.filter(action=action, group=group, subject=person).first()


def paused(request, slug):
    """A paused member of a closed group knows that it is there: a sentence, and nothing of it."""
    person = request.user.pk
    membership = (
        Membership.objects.paused()
        .filter(access.is_let_in(person, "group"), group__slug=slug, person=person)
        .select_related("group")
        .first()
    )
    if membership is None:
        raise Http404
    about = {"pause": membership, "decision": decision("pause", person, membership.group)}
    return render(request, "groups/paused.html", about, status=403)

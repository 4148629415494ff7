"""In words: who reads along."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups import access
from groups.models import Group, Reading

NAMED = 5


def readers_in_words(thing, person):
    """Of a conversation (from `Thread.objects.with_audience()`), or of a group. Of a small group
    the people are named."""
    group = getattr(thing, "group", thing)
    if group.is_small and thing.effective_reading == Reading.MEMBERS:
        return _("Readable for: %(who)s") % {"who": _names(_readers(thing), person)}
    if thing is group:
        members = group.memberships.full().in_force().filter(person__is_active=True)
        return readers_label(group, members.count())
    return readers_label(thing, thing.members_count, thing.guests_count)


def readers_label(thing, members, guests=0):
    """`thing` is a group, or a conversation with its own choice of readers."""
    group = getattr(thing, "group", thing)
    if getattr(thing, "hidden_at", None):
        who = _("the moderators of this group")
    elif thing.effective_reading == Reading.MEMBERS:
        who = _with_guests(_("members of this group (%(count)s)") % {"count": members}, guests)
    elif group.subsite_id and group.subsite.is_closed:
        who = _let_in_at(group)
    elif thing.effective_reading == Reading.PUBLIC:
        who = _("everyone, also without signing in")
    else:
        who = _("everyone who is signed in")
    return _("Readable for: %(who)s") % {"who": who}


def _let_in_at(group):
    """Who comes in by another sub-site is not told of a closed one."""
    if group.openings.exists():
        return _("everyone who has access to the sub-sites where this group is")
    return _("everyone who has access to %(subsite)s") % {"subsite": group.subsite}


def _readers(thing):
    if isinstance(thing, Group):
        return access.readers_of_groups(Group.objects.filter(pk=thing.pk))
    return thing.readers()


def _with_guests(members, guests):
    if not guests:
        return members
    counted = ngettext("%(count)s guest", "%(count)s guests", guests) % {"count": guests}
    return _("%(members)s and %(guests)s") % {"members": members, "guests": counted}


def _names(people, person):
    """ "Anna, Daan and you"."""
    names = list(people.exclude(pk=person.pk).order_by("name").values_list("name", flat=True))
    if len(names) > NAMED:
        more = len(names) - NAMED
        others = ngettext("%(count)s other", "%(count)s others", more) % {"count": more}
        names = [*names[:NAMED], others]
    return get_text_list([*names, _("you")], _("and"))

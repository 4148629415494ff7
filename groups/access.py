"""THE RULE: who may see, who may write.

One place, two directions from the same terms: what may this person see (`visible_groups`), and
who may see this (`readers`). Every list, page, socket, mail and export asks here.

- An open group is seen by everyone who is signed in; a closed group by its members.
- Members write. Moderators keep order. Owners decide about the group.
- What someone may not see does not exist for them: absent and denied are the same answer.
"""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

RANKS = ["member", "moderator", "owner"]

# The least role that a verb on a group, or on something in it, asks for.
NEEDS = {
    "post": "member",
    "start": "member",
    "react": "member",
    "invite": "member",
    "moderate": "moderator",
    "own": "owner",
}


class MayNot(PermissionDenied):
    """The rule says no to this verb, for this person, at this moment."""

    def __init__(self, verb):
        super().__init__(verb)
        self.verb = verb


def seen_by(person) -> Q:
    """The terms, as a condition on Group. `person` is a key or a reference to an outer query."""
    memberships = apps.get_model("groups.Membership").objects
    return Q(openness="open") | Exists(memberships.filter(group=OuterRef("pk"), person=person))


def visible_groups(person):
    """The groups that a person may see, and with them all that is in those groups."""
    groups = apps.get_model("groups.Group").objects
    if not person.is_authenticated or not person.is_active:
        return groups.none()
    return groups.filter(seen_by(person.pk))


def readers(which: Q):
    """The people who may see what is in a group; `which` names the group, as in `Q(threads=42)`."""
    groups = apps.get_model("groups.Group").objects.filter(which)
    people = apps.get_model("groups.Person").objects.filter(is_active=True)
    return people.filter(Exists(groups.filter(seen_by(OuterRef(OuterRef("pk"))))))


def role_of(person, group):
    """The person's role in the group as it is now, or None."""
    if not person.is_authenticated:
        return None
    return roles_of([person], group).get(person.pk)


def roles_of(people, group) -> dict:
    """{person key: role} of those of these people who are members, in one query."""
    active = [person.pk for person in people if person.is_active]
    memberships = group.memberships.filter(person__in=active).order_by()
    return dict(memberships.values_list("person", "role"))


def may(person, verb, thing) -> bool:
    """Whether `person` may do `verb` to a group, or to something that has one."""
    group = getattr(thing, "group", thing)
    role = role_of(person, group)
    if verb == "join":
        return group.is_open and role is None and person.is_active
    if verb == "leave":
        return role is not None and not _is_last_owner(role, group)
    if verb == "step_down":
        return not _is_last_owner(role, group)
    if verb == "change":
        return thing.author_id == person.pk and role is not None
    if verb == "invite" and not group.is_open:
        verb = "moderate"
    return _is_enough(role, verb)


def those_who_may(people, verb, thing) -> set:
    """Those of these people whose role is enough for a verb of `NEEDS`, in one query."""
    roles = roles_of(people, getattr(thing, "group", thing))
    return {person for person in people if _is_enough(roles.get(person.pk), verb)}


def _is_enough(role, verb):
    return role is not None and RANKS.index(role) >= RANKS.index(NEEDS[verb])


def require(person, verb, thing):
    """Raises MayNot where `may` says no."""
    if not may(person, verb, thing):
        raise MayNot(verb)


def _is_last_owner(role, group):
    return role == "owner" and group.memberships.filter(role="owner").count() == 1

"""THE RULE: who may see, who may write, and who keeps order.

One place, two directions from the same terms: what may this person see (`visible_groups`,
`readable`), and who may see this (`readers`). Every list, page, socket, mail and export asks here.

- A group is *seen* (name, description, how to join) when it is listed, or by who may read in it.
- Its conversations are *read* by everyone, by who is signed in, or by its members; a conversation
  may be narrower than its group, never wider. A guest reads those that they were brought into.
- What a moderator hid is read by moderators. Who is paused has no membership for that time; who is
  banned reads what everyone reads, and nothing more.
- What stands in a closed sub-site does not exist for who was not let in there.
- Members write, moderators keep order, owners decide about the group. Nobody writes in an archived
  group. An administrator has no rights inside a group before entering it.

Denied is absent: what someone may not see answers as if it were not there.
"""

from functools import lru_cache

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.db.models.lookups import In

from groups.composed import the_one, there_is

RANKS = ["guest", "member", "moderator", "owner"]
KEEPERS = RANKS[2:]  # who keep order

# The least role that a verb on a group, or on something in it, asks for.
NEEDS = {
    "post": "guest",
    "react": "guest",
    "start": "member",
    "invite": "member",
    "moderate": "moderator",
    "own": "owner",
}
ANONYMOUS = AnonymousUser()
# Composing a term costs more than asking it, and who is here asks for page after page.
kept = lru_cache(128)


class MayNot(PermissionDenied):
    """The rule says no to this verb, for this person, at this moment."""

    def __init__(self, verb):
        super().__init__(verb)
        self.verb = verb


def table(name):
    return apps.get_model(f"groups.{name}").objects


# The terms. `person` is a key, a reference to an outer query, or None for who is not signed in.
# They are conditions on what stands in a group: `group` is the path to that group.


def in_force(path="") -> Q:
    """A membership that gives rights now: not paused, not past its end. The database's own clock
    decides, so that a query compiled once (`streams.rule`) stays right."""
    return Q(
        Q(**{f"{path}paused_until": None}) | Q(**{f"{path}paused_until__lte": Now()}),
        Q(**{f"{path}expires_at": None}) | Q(**{f"{path}expires_at__gt": Now()}),
    )


def memberships(person):
    return table("Membership").filter(in_force(), person=person)


def valid_passes():
    """What brings guests into a conversation now."""
    return table("GuestPass").filter(
        in_force("membership__"), Q(expires_at=None) | Q(expires_at__gt=Now())
    )


# About a person and a group: asked as `EXISTS`, each is one look-up; with `IN` it would be all of
# the person's groups.


@there_is
def belongs_to(person, group):
    return memberships(person).filter(group=group)


@there_is
def is_full_member(person, group):
    return memberships(person).full().filter(group=group)


@there_is
def keeps_order(person, group):
    return keeping(person).filter(group=group)


@there_is
def keeps_some_order(person):
    return keeping(person)


@there_is
def is_banned(person, group):
    return table("Ban").filter(person=person, group=group)


@there_is
def is_brought_into(person, stream):
    return valid_passes().filter(membership__person=person, stream=stream)


def admissions(person):
    """The sub-sites that let this person in, who accepted their terms as they are now."""
    return table("Admission").filter(person=person, terms_version__gte=F("subsite__terms_version"))


@there_is
def is_freely_entered(subsite):
    return table("Subsite").filter(pk=subsite, is_closed=False)


@there_is
def is_admitted(person, group, subsite):
    return admissions(person).filter(Q(subsite=subsite) | Q(subsite__openings__group=group))


@kept
def is_let_in(person, group):
    """The group stands in no closed sub-site, or in one (or is opened to one) that let this
    person in, who accepted its terms as they are now."""
    path = "" if group == "pk" else f"{group}__"
    subsite = f"{path}subsite"
    outside = Q(**{subsite: None}) | is_freely_entered(subsite)
    if person is None:
        return outside
    return outside | is_admitted(person, group, subsite)


@kept
def reads_in(person, group="pk") -> Q:
    """Whether someone reads in a group what is not narrower than the group itself."""
    path = "" if group == "pk" else f"{group}__"
    public = Q(**{f"{path}reading": "public"})
    if person is None:
        return is_let_in(None, group) & public
    signed_in = Q(**{f"{path}reading": "signed_in"}) & ~is_banned(person, group)
    member = is_full_member(person, group)
    return is_let_in(person, group) & (public | signed_in | member)


@there_is
def is_read_in(person, group):
    return table("Group").filter(reads_in(person), pk=group)


@kept
def sees(person) -> Q:
    """Whether someone sees that a group is there. A sub-group is listed in its parent, for those
    who read there."""
    if person is None:
        return is_let_in(None, "pk") & (
            Q(reading="public") | Q(listed=True) & (Q(parent=None) | Q(parent__reading="public"))
        )
    listed = Q(listed=True) & ~is_banned(person, "pk")
    in_sight = Q(parent=None) | is_read_in(person, "parent")
    belongs = belongs_to(person, "pk")
    return reads_in(person) | is_let_in(person, "pk") & (belongs | listed & in_sight)


@kept
def reads(person) -> Q:
    """Whether someone reads a conversation: what has a `group`, a `stream`, its own `reading`
    (empty: as the group) and `hidden_at`."""
    public = Q(group__reading="public", reading__in=["", "public"])
    if person is None:
        return is_let_in(None, "group") & public & Q(hidden_at=None)
    signed_in = Q(group__reading="signed_in") & ~Q(reading="members")
    signed_in |= Q(group__reading="public", reading="signed_in")
    member = is_full_member(person, "group") | is_brought_into(person, "stream")
    return (
        is_let_in(person, "group")
        & (public | (signed_in & ~is_banned(person, "group")) | member)
        & (Q(hidden_at=None) | keeps_order(person, "group"))
    )


@kept
def takes_part(person) -> Q:
    """Whether a conversation stands in someone's own list: that of a group of theirs, or one that
    they were brought into. Part of what `reads` gives, by a join, so that a long list is made
    from the person's few groups."""
    membership = "group__memberships__"
    return Q(
        in_force(membership),
        is_let_in(person, "group"),
        is_reached(person, F(f"{membership}role")),
        **{f"{membership}person": person},
    )


def is_reached(person, role):
    """Whether a conversation is for who has this role (an expression) in its group."""
    passes = valid_passes().filter(membership__person=person)
    return Q(
        Q(In(role, RANKS[1:])) | Q(stream__in=passes.values("stream")),
        Q(hidden_at=None) | Q(In(role, KEEPERS)),
    )


def key_of(person):
    """Who is asked about in the terms: None for who is not signed in, or may not be any more."""
    return person.pk if person.is_authenticated and person.is_active else None


def visible(person) -> Q:
    """The condition on groups for this person: those that they know of."""
    return sees(key_of(person))


def visible_groups(person):
    return table("Group").filter(visible(person))


def groups_read_by(person):
    """The groups in which a person reads along, with what is not narrower than the group."""
    return table("Group").filter(reads_in(key_of(person)))


def readable(person) -> Q:
    """The condition on conversations for this person."""
    return reads(key_of(person))


def own(person) -> Q:
    """The condition on conversations for this person's own list."""
    return takes_part(key_of(person))


def memberships_of(person):
    """Those that give this person rights now."""
    return memberships(key_of(person)).filter(is_let_in(key_of(person), "group"))


def readers(conversations):
    """The people who may read one of these conversations (a queryset)."""
    return _people().filter(
        Exists(conversations.order_by().filter(reads(OuterRef(OuterRef("pk")))))
    )


def readers_of_groups(groups):
    """The people who read along in one of these groups (a queryset)."""
    return _people().filter(Exists(groups.order_by().filter(reads_in(OuterRef(OuterRef("pk"))))))


def moderators_of(groups):
    """The people who keep order in one of these groups (a queryset)."""
    keepers = keeping(OuterRef("pk")).filter(
        is_let_in(OuterRef("person"), "group"), group__in=groups
    )
    return _people().filter(Exists(keepers))


def _people():
    return table("Person").filter(is_active=True)


def visible_people(person):
    """Those whose page a person may see: who chose so, who is in a group that one is a member of,
    and oneself."""
    if key_of(person) is None:
        return table("Person").none()
    own = memberships(person.pk).full().filter(is_let_in(person.pk, "group"))
    shared = memberships(OuterRef("pk")).filter(group__in=own.order_by().values("group"))
    return _people().filter(Q(visibility="everyone") | Q(pk=person.pk) | Exists(shared))


# What someone may do.


def role_of(person, thing):
    """The person's role as it is now in a group, or in a conversation's group, or None. A guest
    has a role in the conversations that they were brought into, and in the group as a whole. In a
    conversation that is hidden only moderators have one."""
    if not person.is_authenticated:
        return None
    return roles_of([person], thing).get(person.pk)


def roles_of(people, thing) -> dict:
    """{person key: role} of those of these people who have one, in one query."""
    group = getattr(thing, "group", thing)
    if thing is group:
        role, enough = _role_in_group("pk", group.pk), RANKS
    else:
        conversation = getattr(thing, "thread", thing)
        role = _role_in("pk", group.pk, conversation.stream_id)
        enough = RANKS if conversation.hidden_at is None else KEEPERS
    active = [person.pk for person in people if person.is_active]
    found = table("Person").filter(pk__in=active).order_by().values_list("pk", role)
    return {person: role for person, role in found if role in enough}


def role_in_each(person):
    """For a queryset of conversations: the role of this person in each, or None (a subquery)."""
    return _role_in(person.pk, "group", "stream")


@the_one(CharField())
def _role_in_group(person, group):
    return memberships(person).filter(is_let_in(person, "group"), group=group).values("role")


@the_one(CharField())
def _role_in(person, group, stream):
    found = memberships(person).filter(_counts_in(stream), is_let_in(person, "group"), group=group)
    return found.values("role")


def _counts_in(stream) -> Q:
    """Of memberships: those that give a role in the conversation with this stream."""
    brought = valid_passes().filter(stream=stream)
    return ~Q(role="guest") | Q(pk__in=brought.values("membership"))


def may(person, verb, thing) -> bool:
    """Whether `person` may do `verb` to a group, or to something that has one."""
    group = getattr(thing, "group", thing)
    if key_of(person) is None and verb != "react_publicly":
        return False
    if verb in _OWN_TERMS:
        return _OWN_TERMS[verb](person, thing, group)
    return suffices(role_of(person, thing), verb, group)


def suffices(role, verb, group) -> bool:
    """Whether a role, as `role_of` gives it, is enough for a verb of `NEEDS` in this group."""
    if verb == "invite" and group.is_small:
        return False  # it is between these people
    if verb == "invite" and group.joining != "open":
        verb = "moderate"
    return not _is_archived(group, verb) and _is_enough(role, verb)


def those_who_may(people, verb, thing) -> set:
    """Those of these people whose role is enough for a verb of `NEEDS`, in one query."""
    group = getattr(thing, "group", thing)
    if _is_archived(group, verb):
        return set()
    roles = roles_of(people, thing)
    return {person for person in people if _is_enough(roles.get(person.pk), verb)}


def require(person, verb, thing):
    """Raises MayNot where `may` says no."""
    if not may(person, verb, thing):
        raise MayNot(verb)


def _is_enough(role, verb):
    return role is not None and RANKS.index(role) >= RANKS.index(NEEDS[verb])


def _is_archived(group, verb):
    """An archived group is read; its owners can take it into use again."""
    return group.archived_at is not None and verb != "own"


def _may_join(person, thing, group):
    return group.joining == "open" and _could_belong(person, group)


def _may_request(person, thing, group):
    return (
        group.joining == "request"
        and _could_belong(person, group)
        and not group.join_requests.in_the_way().filter(person=person).exists()
    )


def _could_belong(person, group):
    return _may_accept(person, group, group) and (
        visible_groups(person).filter(pk=group.pk).exists()
    )


def _may_accept(person, thing, group):
    """Who is let in: someone who is not in it, and was not put out of it. A paused member is in."""
    return (
        group.archived_at is None
        and not group.memberships.full().lasting().filter(person=person).exists()
        and not group.bans.filter(person=person).exists()
    )


def _may_walk_out(person, thing, group):
    """Not during a pause: leaving and joining again would end it."""
    paused = group.memberships.filter(person=person, paused_until__gt=Now()).exists()
    return not paused and _may_leave(person, thing, group)


def _may_leave(person, thing, group):
    """Someone whose membership can end: a group keeps an owner."""
    role = group.memberships.filter(person=person).values_list("role", flat=True).first()
    return role is not None and not _is_last_owner(role, group)


def _may_step_down(person, thing, group):
    return not _is_last_owner(role_of(person, group), group)


def _is_last_owner(role, group):
    return role == "owner" and group.memberships.filter(role="owner").count() == 1


def _may_change(person, thing, group):
    """One's own words, while one may write where they stand; what a guest wrote was approved as
    it is, where that is asked."""
    if thing.author_id != person.pk or not may(person, "post", thing):
        return False
    if getattr(thing, "outcome_kind", ""):
        return False  # a card's words change by the verbs of what it carries
    return not group.approves_guests or role_of(person, thing) != "guest"


def _may_steer(person, thing, group):
    """An outcome: who made it or owns it, while they may write there, and who keeps order."""
    own = person.pk in (thing.author_id, getattr(thing, "owner_id", None))
    own = own and may(person, "post", thing)
    return own or may(person, "moderate", thing)


def _may_narrow(person, thing, group):
    """Who reads a conversation: who started it makes it narrower, and who keeps order."""
    own = thing.author_id == person.pk and may(person, "start", group)
    return own or may(person, "moderate", thing)


def _may_send_off(person, thing, group):
    """`thing` is a guest's pass: moderators, who brought them in, and the guest."""
    return person.pk in (thing.brought_by_id, thing.membership.person_id) or may(
        person, "moderate", group
    )


def _may_react_publicly(person, thing, group):
    """A visitor, on a conversation that everyone reads."""
    return (
        group.takes_public_reactions
        and (group.subsite is None or group.subsite.has("public_reactions"))
        and group.archived_at is None
        and (not person.is_authenticated or not group.bans.filter(person=person).exists())
        and type(thing).objects.filter(reads(None), pk=thing.pk).exists()
    )


def _may_open_group(person, thing, group):
    """In a sub-site: who is let in, where everyone opens groups; else its administrators."""
    return _may_administer(person, thing, group) or (
        thing.has("opening_groups") and thing.lets_in(person)
    )


def _may_administer(person, thing, group):
    """To run a sub-site: its own administrators, and those of the platform."""
    return person.is_staff or thing.administrators.filter(pk=person.pk).exists()


def may_run_platform(person):
    return key_of(person) is not None and person.is_staff


def _may_run_platform(person, thing, group):
    return may_run_platform(person)


def require_over(by, person, group):
    """Raises MayNot where `by` may not decide about this person: a moderator decides about those
    who keep no order themselves, an owner about everyone; nobody about themselves."""
    keeps = group.memberships.filter(person=person, role__in=KEEPERS).exists()
    if by == person or not may(by, "own" if keeps else "moderate", group):
        raise MayNot("discipline")


def _may_enter(person, thing, group):
    """An administrator of the platform or of the group's sub-site who is not inside yet."""
    return (
        groups_run_by(person).filter(is_let_in(person.pk, "pk"), pk=group.pk).exists()
        and not group.memberships.filter(in_force(), person=person).exists()
        and not group.bans.filter(person=person).exists()
    )


def groups_run_by(person):
    """Those that an administrator runs, without reading in them."""
    groups = table("Group")
    if may_run_platform(person):
        return groups.all()
    return groups.filter(subsite__administrators=key_of(person) or 0)


def groups_kept_by(person):
    """Those in which a person keeps order."""
    key = key_of(person)
    return table("Group").filter(keeps_order(key, "pk"), is_let_in(key, "pk"))


def keeping(person):
    """The memberships that let someone (a key, or a reference) keep order."""
    return memberships(person).filter(role__in=KEEPERS)


def audit_open_to(person) -> Q:
    """The entries that a person reads in full: what they did, what was decided about them, what
    happened in groups where they keep order; what is of no group, those who run the platform."""
    if (key := key_of(person)) is None:
        return Q(pk=None)
    term = Q(actor=key) | Q(subject=key) | Q(group__in=groups_kept_by(person).values("pk"))
    return term | Q(group=None) if person.is_staff else term


def audit_known_to(person) -> Q:
    """The entries that a person knows of: an administrator knows that something was done in a
    group that they run, and by whom, but reads neither the grounds nor about whom."""
    return audit_open_to(person) | Q(group__in=groups_run_by(person).values("pk"))


def mail_open_to(person) -> Q:
    """The mails that came in (`conversations.Delivery`) whose words a person reads: their own, and
    those for groups where they keep order. Who runs the platform reads what was written to them,
    and what strangers wrote that reached no group: who takes part quotes what was said in one, and
    a mail that could not be read may be of anyone."""
    if (key := key_of(person)) is None:
        return Q(pk=None)
    kept = groups_kept_by(person).values("pk")
    term = Q(person=key) | Q(thread__group__in=kept) | Q(thread=None, group__in=kept)
    if not person.is_staff:
        return term
    sender = Q(email=OuterRef("sender")) | Q(emailaddress__email=OuterRef("sender"))
    of_a_stranger = ~Q(sender="") & ~Exists(table("Person").filter(sender))
    return term | Q(thread=None, group=None) & (Q(reason="postmaster") | of_a_stranger)


def _may_see_mail(person, thing, group):
    """The mail that a message came as: its author, and who keeps order."""
    return thing.author_id == person.pk or may(person, "moderate", thing)


def takes_strangers(group):
    """Whether someone unknown may start a conversation here by mail; a moderator looks first."""
    is_outside = group.subsite is None or not group.subsite.is_closed
    return group.mail_door == "anyone" and group.archived_at is None and is_outside


def _may_write_to(person, thing, group):
    """Start a conversation by mail to the group's address."""
    if group.mail_door == "nobody":
        return False
    if may(person, "start", group):
        return True
    return takes_strangers(group) and not group.bans.filter(person=person).exists()


def _may_judge(person, thing, group):
    return judges_of(thing.entry).filter(pk=person.pk).exists()


def judges_of(entry):
    """Who looks again at a decision: those who keep order in the group but did not take it, and
    are not the one it is about; where there is nobody, who runs the group."""
    apart = Q(pk__in=[entry.actor_id or 0, entry.subject_id or 0])
    others = moderators_of(table("Group").filter(pk=entry.group_id)).exclude(apart)
    if others.exists():
        return others
    run = Q(subsites_run__groups=entry.group_id)
    return _people().filter(Q(is_staff=True) | run).exclude(apart).distinct()


_OWN_TERMS = {
    "join": _may_join,
    "request": _may_request,
    "accept": _may_accept,
    "leave": _may_leave,
    "walk_out": _may_walk_out,
    "step_down": _may_step_down,
    "change": _may_change,
    "steer": _may_steer,
    "narrow": _may_narrow,
    "send_off": _may_send_off,
    "react_publicly": _may_react_publicly,
    "administer": _may_administer,
    "open_group": _may_open_group,
    "run_platform": _may_run_platform,
    "enter": _may_enter,
    "judge": _may_judge,
    "see_mail": _may_see_mail,
    "write_to": _may_write_to,
}

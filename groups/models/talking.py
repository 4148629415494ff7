"""A conversation between a few people: a small closed group that needs no ceremony."""

from django.apps import apps
from django.db.models import Count, Q

from groups import access
from groups.models.membership import MailChoice, Role
from workspace.streams.models import locked

MOST = 20
NAME_LENGTH = 80


class Talking:
    """A person's side of it."""

    def talk_with(self, people):
        """The small group of this person and these others; a new one where there is none yet.
        All own it: nobody is in charge. Raises `MayNot` for someone whom one may not see, and for
        fewer than one or more than MOST others."""
        keys = {person.pk for person in people} - {self.pk}
        others = list(access.visible_people(self).filter(pk__in=keys).select_related("stream"))
        if not 0 < len(keys) <= MOST or len(others) < len(keys):
            raise access.MayNot("talk")
        everyone = [self, *others]
        # Two who begin at once find the same group. No group comes before these locks: a new one
        # is known to nobody else.
        with locked(*(person.stream for person in everyone)):
            return self._small_group_of(everyone) or self._open_small_group(everyone)

    def _small_group_of(self, people):
        own = self.memberships.in_force().filter(group__is_small=True, group__archived_at=None)
        groups = apps.get_model("groups.Group").objects.filter(pk__in=own.values("group"))
        counted = groups.annotate(
            size=Count("memberships"),
            theirs=Count("memberships", filter=Q(memberships__person__in=people)),
        )
        return counted.filter(size=len(people), theirs=len(people)).order_by("pk").first()

    def _open_small_group(self, people):
        groups = apps.get_model("groups.Group").objects
        group = groups.open_by(self, name_of(people), is_small=True)
        for person in people[1:]:
            group.admit(person, role=Role.OWNER)
        # What is said there is said to each of them.
        group.memberships.update(mail=MailChoice.EVERY)
        return group


def name_of(people):
    """`Anna Bakker, Daan Kuipers`, as far as there is room."""
    names = [person.name.replace(",", "") for person in people]
    while len(", ".join(names)) > NAME_LENGTH:
        names = [*names[:-2], "…"] if names[-1] == "…" else [*names[:-1], "…"]
    return ", ".join(names)

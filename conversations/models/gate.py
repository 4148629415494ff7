"""What a new message meets before it stands in its thread: the rule, a closed door, approval,
and slow mode. Asked under the thread's lock, for all drafts that are posted together."""

from datetime import timedelta

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models.held import Held, Waiting
from conversations.models.posting import Draft
from groups import access
from groups.models import Role


class Pace(models.IntegerChoices):
    """How many seconds an author waits after a message."""

    FREE = 0, _("As fast as people like")
    HALF_MINUTE = 30, _("One message each per 30 seconds")
    MINUTE = 60, _("One message each per minute")
    FIVE_MINUTES = 300, _("One message each per 5 minutes")
    QUARTER = 900, _("One message each per 15 minutes")
    HOUR = 3600, _("One message each per hour")


class Closed(Exception):
    """The thread is closed: there is nothing to add until a moderator reopens it."""


class Unapproved(Exception):
    """Messages of this person wait for a moderator in this group; until one was approved, they
    make no outcomes and change none."""


class TooSoon(Exception):
    """The thread is in slow mode: its author can post again after `wait` seconds."""

    def __init__(self, wait):
        super().__init__(wait)
        self.wait = wait


class Gate:
    """The thread's switches are read when it is made: it may have been moved, hidden or
    closed since it was looked up."""

    def __init__(self, thread, drafts):
        self.thread = thread
        (
            thread.group_id, thread.hidden_at, archived_at, closure, self.slow, self.newcomers,
            self.guests,
        ) = (
            type(thread)
            .objects.values_list(
                "group", "hidden_at", "group__archived_at", "closure", "slow_seconds",
                "group__approves_newcomers", "group__approves_guests",
            )
            .get(pk=thread.pk)
        )  # fmt: skip
        thread.group.archived_at = archived_at
        self.is_closed = closure is not None
        authors = {draft.author for draft in drafts}
        self.allowed = access.those_who_may(authors, "post", thread)
        self.seats = self._seats(authors) if self.slow or self.newcomers or self.guests else {}
        self.kept = Held.objects.kept_as(drafts) if self.newcomers or self.guests else {}
        self.latest = self._latest(authors) if self.slow else {}

    @classmethod
    def let_through(cls, thread, author):
        """For what cannot wait for a moderator. Raises `MayNot`, `Closed` and `Unapproved`."""
        draft = Draft(author, "", None)
        gate = cls(thread, [draft])
        if refusal := gate._may(draft):
            raise refusal
        if gate.is_closed:
            raise Closed
        cls.require_approved(thread, author)

    @staticmethod
    def require_approved(thread, person):
        """Raises `Unapproved` for someone whose messages would wait for a moderator."""
        group = thread.group
        if group.approves_newcomers or group.approves_guests:
            seat = group.memberships.filter(person=person).values_list("role", "trusted_at").first()
            if seat and reason_to_wait(group.approves_newcomers, group.approves_guests, *seat):
                raise Unapproved

    def meet(self, draft):
        """Why the draft does not stand in the thread now (an exception), or None. One that must
        wait for a moderator is kept."""
        if self.is_closed:
            return self._may(draft) or Closed()
        if draft.approved:
            return None
        return self._may(draft) or self._held(draft) or self._too_soon(draft)

    def _may(self, draft):
        allowed = draft.approved or draft.author in self.allowed
        return None if allowed else access.MayNot("post")

    def _held(self, draft):
        key = draft.author.pk, draft.client_id
        if key not in self.kept:
            seat = self.seats.get(draft.author.pk)
            reason = seat and reason_to_wait(self.newcomers, self.guests, *seat)
            if reason is None:
                return None
            self.kept[key] = Held.keep(self.thread, draft, reason)
        return Waiting(self.kept[key])

    def _too_soon(self, draft):
        if not self.slow or self.seats[draft.author.pk][0] in access.KEEPERS:
            return None
        now = timezone.now()
        free_at = self.latest.get(draft.author.pk, now) + timedelta(seconds=self.slow)
        if draft.author.pk in self.latest and free_at > now:
            return TooSoon(int((free_at - now).total_seconds()) + 1)
        self.latest[draft.author.pk] = now
        return None

    def _seats(self, authors):
        """{person: (role, trusted_at)}."""
        found = self.thread.group.memberships.filter(person__in=authors).order_by()
        return {key: seat for key, *seat in found.values_list("person", "role", "trusted_at")}

    def _latest(self, authors):
        """{person: when they last posted}, as far as that still counts."""
        since = timezone.now() - timedelta(seconds=self.slow)
        found = self.thread.messages.filter(
            author__in=authors, posted_at__gt=since, notice__isnull=True
        )
        latest = found.order_by().values("author").annotate(latest=Max("posted_at"))
        return dict(latest.values_list("author", "latest"))


def reason_to_wait(newcomers, guests, role, trusted_at):
    """Why a message waits for a moderator where those of `newcomers` or `guests` do, or None."""
    if role == Role.GUEST:
        return Held.Reason.GUEST if guests else None
    newcomer = newcomers and trusted_at is None and role not in access.KEEPERS
    return Held.Reason.NEWCOMER if newcomer else None

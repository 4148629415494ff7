"""A second look at what was decided about someone."""

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models.held import Decided, Held
from groups import access
from groups.models import Membership
from groups.models.discipline import given
from groups.notices import send_entry
from workspace.streams.models import locked

PERSON = settings.AUTH_USER_MODEL


class AppealQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decided_at=None)

    def for_judge(self, person):
        """Those that this person may decide, as `access.judges_of` has it."""
        others = Membership.objects.in_force().filter(
            group=OuterRef("group"), role__in=access.KEEPERS, person__is_active=True
        )
        others = others.exclude(person=OuterRef("by")).exclude(person=OuterRef("entry__actor"))
        kept = Q(group__in=access.groups_kept_by(person).values("pk"))
        run = Q(group__in=access.groups_run_by(person).values("pk")) & ~Exists(others)
        return self.open().filter(kept | run).exclude(by=person).exclude(entry__actor=person)


class AppealManager(models.Manager.from_queryset(AppealQuerySet)):
    def make(self, entry, by, words):
        """Once, by whom a decision is about. Raises `MayNot`."""
        with locked(entry.group.desk):
            mine = entry.subject_id == by.pk and entry.can_be_appealed
            if not mine or self.filter(entry=entry, by=by).exists():
                raise access.MayNot("appeal")
            appeal = self.create(entry=entry, group=entry.group, by=by, words=words)
            entry.group.tell_desk(by, appeal=appeal.pk)
        return appeal


class Appeal(models.Model):
    """Someone does not agree with what was done to them; another moderator looks at it again."""

    entry = models.ForeignKey(
        "groups.AuditEntry", models.DO_NOTHING, db_constraint=False, related_name="appeals"
    )
    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="appeals")
    by = models.ForeignKey(PERSON, models.CASCADE, related_name="appeals")
    words = models.CharField(_("Why do you not agree?"), max_length=1_000)
    at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    granted = models.BooleanField(default=False)
    grounds = models.CharField(max_length=500, blank=True)

    objects = AppealManager()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["entry", "by"], name="one_appeal_each")]

    def __str__(self):
        return f"appeal of {self.by} against {self.entry_id}"

    def decide(self, by, *, granted, grounds):
        """Granting undoes what can be undone; the one who appealed and the one who decided both
        hear. Raises `MayNot`, ValueError without grounds, `Decided` when somebody was first."""
        with transaction.atomic():
            fresh = Appeal.objects.select_for_update(of=["self"]).select_related("entry", "group")
            self.refresh_from_db(from_queryset=fresh)
            if self.decided_at:
                raise Decided
            access.require(by, "judge", self)
            self.decided_at, self.decided_by = timezone.now(), by
            self.granted, self.grounds = granted, given(grounds)
            self.save()
            if granted and self.entry.action in UNDO:
                UNDO[self.entry.action](self.entry, by)
            self._tell()

    def _tell(self):
        by, action = self.decided_by, "grant_appeal" if self.granted else "deny_appeal"
        self.group.tell_desk(by, appeal=self.pk)
        decision = self.group.decide(
            action, self.by, by=by, grounds=self.grounds, entry=self.entry_id
        )
        if self.entry.actor_id:
            send_entry.enqueue(decision.pk, self.entry.actor_id)


def _show_message(entry, by):
    for message in apps.get_model("conversations.Message").objects.filter(
        pk=entry.about["message"]
    ):
        message.restore(by)


def _show_thread(entry, by):
    for thread in apps.get_model("conversations.Thread").objects.filter(pk=entry.about["thread"]):
        thread.restore(by)


def _reconsider(entry, by):
    for held in Held.objects.filter(pk=entry.about["held"]).exclude(decided_at=None):
        held.reconsider(by)


# What granting an appeal undoes. A warning stands in the log with the appeal beside it; words that
# were redacted are gone.
UNDO = {
    "hide": _show_message,
    "hide_thread": _show_thread,
    "refuse": _reconsider,
    "pause": lambda entry, by: entry.group.lift_pause(entry.subject, by=by),
    "ban": lambda entry, by: entry.group.lift_ban(entry.subject),
    "remove": lambda entry, by: entry.group.admit(entry.subject),
}

"""A paper of a conversation: a file with its versions, or a text that is written together."""

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from conversations.models import Outcome
from conversations.models.outcome import OutcomeManager, OutcomeQuerySet
from documents import tasks
from documents.models.quota import room
from documents.models.showing import Showing, Shown
from documents.models.version import Adoption, Version
from groups import access
from workspace.streams.models import locked


class Unfit(ValueError):
    """What was asked cannot be done with this document, or this version, as it is now."""


class DocumentQuerySet(OutcomeQuerySet):
    def visible_to(self, person):
        """Also those that are shown in another conversation which this person reads, unless the
        own conversation is hidden, or stands where they were not let in."""
        threads = apps.get_model("conversations.Thread").objects.visible_to(person)
        keys = threads.order_by().values("pk")
        shown = Q(
            access.is_let_in(access.key_of(person), "message__thread__group"),
            pk__in=Showing.objects.filter(thread__in=keys).values("document"),
            message__thread__hidden_at=None,
        )
        here = Q(message__thread__in=keys)
        return self.filter(here | shown, message__withdrawal=None, message__removal=None)

    def of(self, person):
        threads = apps.get_model("conversations.Thread").objects.of(person)
        return self.visible_to(person).standing_in(threads)

    def standing_in(self, threads):
        """Those of these conversations, and those that are shown there."""
        keys = threads.order_by().values("pk")
        shown = Showing.objects.filter(thread__in=keys).values("document")
        return self.filter(Q(message__thread__in=keys) | Q(pk__in=shown))

    def for_cards(self):
        related = self.select_related("current__author", "current__adoption", "adopted")
        return related.defer("current__text", "adopted__text")

    def for_search(self):
        return self.select_related("current")


class DocumentManager(OutcomeManager.from_queryset(DocumentQuerySet)):
    def file(self, thread, author, incoming, **about):
        """A document with this file (an `Incoming`) as its first version; a second call with the
        same client_id returns the first one. `about` and the refusals are as in `grow`, and
        `OverQuota`, `Unfit` for an upload that became something else already."""
        with incoming.kept_if_used(), locked(thread.stream):
            document = self.grow(thread, author, form=Document.Form.FILE, **about)
            if document.current_id is None:
                document._add(author, incoming)
        return document


class Document(Shown, Outcome):
    kind = "document"

    class Form(models.TextChoices):
        FILE = "file", _("File")
        TEXT = "text", _("Text written together")

    form = models.CharField(max_length=4, choices=Form, default=Form.FILE)
    # The newest version of a file, and the last one that was adopted.
    current = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    adopted = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")

    objects = DocumentManager()

    @property
    def is_text(self):
        return self.form == self.Form.TEXT

    @property
    def is_adopted(self):
        """Whether what it is now is what was adopted."""
        return self.adopted_id is not None and self.adopted_id == self.current_id

    @property
    def state_label(self):
        if self.current and not self.current.can_be_opened:
            return self.current.get_scan_display()
        return _("Formally adopted") if self.is_adopted else _("Draft")

    @property
    def tone(self):
        if self.current and not self.current.can_be_opened:
            return "bad" if self.current.is_quarantined else "quiet"
        return "good" if self.is_adopted else "open"

    @property
    def contents(self):
        """What it says."""
        if self.is_text:
            return self.text.words()
        return self.current.text if self.current and self.current.can_be_opened else ""

    @property
    def searched(self):
        return [self.title, self.current.name if self.current else "", self.contents]

    def has_begun(self, by):
        self.tell_lists(by)

    def replace(self, by, incoming, *, client_id):
        """A new version; a second call with the same client_id adds none. Raises `MayNot`,
        `Unapproved`, `OverQuota`, and `Unfit` for an upload that became something else."""
        with incoming.kept_if_used(), self.changing(by):
            version = self.versions.filter(client_id=client_id).first()
            if version is None:
                version = self._add(by, incoming, client_id=client_id)
                self.tell(by, "replaced", number=version.number)
                self.tell_lists(by)
        return version

    def restore(self, by, version):
        """A new version with the content of an earlier one. Raises `MayNot`, `Unapproved`, and
        `Unfit` for what is the newest already, or what nobody may open."""
        with self.changing(by):
            version.refresh_from_db()
            if version.pk == self.current_id or not version.can_be_opened:
                raise Unfit
            self.current = self.versions.create(
                number=self._next_number(), author=by, restores=version, **version.content()
            )
            self.tell(by, "restored", number=self.current.number, restored=version.number)
            self.tell_lists(by)
        return self.current

    def adopt(self, by, version, decision):
        """Freeze a version: `decision` is the card of the decision that adopted it, in the same
        conversation. Raises `MayNot`, `Unapproved`, `Unfit`."""
        with self.changing(by, "steer"):
            version.refresh_from_db()
            fit = decision in self.decisions()
            if hasattr(version, "adoption") or not version.can_be_opened or not fit:
                raise Unfit
            Adoption.objects.create(version=version, decision=decision, by=by)
            if self.adopted is None or self.adopted.number < version.number:
                self.adopted = version
            about = {"number": version.number, "decision": decision.pk}
            self.tell(by, "adopted", **about)
            self.tell_lists(by)

    def decisions(self):
        """The cards of the decisions in its conversation."""
        cards = self.thread.messages.filter(outcome_kind="decision")
        return cards.standing()

    def rename(self, by, title, body):
        """Another title and explanation. Raises `MayNot`, `Unapproved`."""
        with self.changing(by, "steer"):
            if title != self.title:
                self.tell(by, "renamed", was=self.title, title=title)
            self.reword(by, title, body)
            self.tell_lists(by)

    def remarks_for(self, person):
        """What was said about it: the answers to its card, oldest first, where they are read."""
        model = type(self.message)
        return (
            model.objects.visible_to(person)
            .standing()
            .filter(quotes=self.message_id)
            .with_author()
            .order_by("posted_at", "pk")
        )

    def forget(self):
        """Its files, their words and their names go for good, with the title."""
        for version in self.versions.all():
            transaction.on_commit(version.discard)
        self.current = self.adopted = None
        self.save(update_fields=["current", "adopted"])
        self.versions.all().delete()
        if self.is_text:
            self.text.forget()
        super().forget()

    def _add(self, by, incoming, client_id=None):
        """Under the thread's lock. What must be found out about a file is found out later."""
        incoming.claim()
        with room(self.group, incoming.size):
            version = self.versions.create(
                number=self._next_number(), author=by, client_id=client_id,
                scan=Version.Scan.WAITING if settings.CLAMD_URL else Version.Scan.NONE,
                **incoming.content(),
            )  # fmt: skip
        self.current = version
        self.save(update_fields=["current"])
        tasks.prepare.enqueue(str(version.pk))
        return version

    def _next_number(self):
        return (self.versions.aggregate(last=Max("number"))["last"] or 0) + 1

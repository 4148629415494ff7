"""Messages that wait for a moderator."""

from contextlib import contextmanager

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models.posting import Draft
from groups import access
from workspace.streams.models import locked

PERSON = settings.AUTH_USER_MODEL


class Waiting(Exception):
    """The message is kept, and waits for a moderator: `held`."""

    def __init__(self, held):
        super().__init__(held.pk)
        self.held = held


class Decided(Exception):
    """Somebody else was first: the message was approved, refused or taken back."""


class HeldQuerySet(models.QuerySet):
    def open(self):
        """Those that wait now. A visitor's reaction waits from when they confirmed their address:
        until then it has no author."""
        return self.filter(decided_at=None, author__isnull=False)

    def kept_as(self, drafts):
        """{(author, client_id): held} of those drafts that were kept before."""
        authors = {draft.author.pk for draft in drafts}
        found = self.filter(author__in=authors, client_id__in={d.client_id for d in drafts})
        return {(held.author_id, held.client_id): held for held in found}


class Held(models.Model):
    """A message that waits for a moderator. It is not in the thread, so nobody reads it there;
    approved, it is posted as any other.

    Of a visitor's reaction the author is known when they confirmed their address.
    """

    class Reason(models.TextChoices):
        NEWCOMER = "newcomer", _("First message of a newcomer")
        GUEST = "guest", _("Message of a guest")
        PUBLIC = "public", _("Reaction of a visitor")
        STRANGER = "stranger", _("Mail of someone who is not in the group")

    thread = models.ForeignKey("conversations.Thread", models.CASCADE, related_name="held")
    author = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="held")
    name = models.CharField(_("Your name"), max_length=80, blank=True)
    email = models.EmailField(_("Your e-mail address"), blank=True)
    body = models.TextField()
    client_id = models.CharField(max_length=255, null=True)
    via = models.CharField(max_length=4, default="web")
    quotes = models.ForeignKey("conversations.Message", models.SET_NULL, null=True)
    reason = models.CharField(max_length=10, choices=Reason)
    held_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    grounds = models.CharField(max_length=500, blank=True)
    # What it became when it was approved.
    message = models.OneToOneField(
        "conversations.Message", models.SET_NULL, null=True, related_name="held_as"
    )

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["held_at"]
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="held_once")]

    def __str__(self):
        return f"held: {self.body[:40]}"

    @property
    def group(self):
        return self.thread.group

    @property
    def starts_thread(self):
        """Whether it is the first of a conversation, which waits with it."""
        return self.thread.stream.entries == 0

    @classmethod
    def keep(cls, thread, draft, reason):
        """Keep a draft with its files, and tell the moderators. Under the thread's lock."""
        held = cls.objects.create(
            thread=thread, author=draft.author, body=draft.body, client_id=draft.client_id,
            via=draft.via, quotes=draft.quotes, reason=reason,
        )  # fmt: skip
        for file in draft.files:
            file.held = held
            file.save()
        if draft.original is not None:
            draft.original.belong(held=held)
            draft.original.save()
        thread.group.tell_desk(draft.author, held=held.pk)
        return held

    def approve(self, by):
        """Post it, as from now. A newcomer needs no approval from then on. Raises `MayNot`,
        `Decided`, and `Closed` where the conversation is."""
        with self._deciding(by):
            access.require(self.author, *self._needs)
            self.decided_at, self.decided_by = timezone.now(), by
            self._let_in(by)
            self.message = self._post()
            self.body = ""  # the message has the words: whoever redacts it need not look here
            self.save()
            outcome = "attached" if self.message.attachments.all() else "posted"
            self.deliveries.settle_as(by, outcome, self.message)
            self._trust()
            self.group.tell_desk(by, held=self.pk)
            self.group.decide(
                "approve", self.author, by=by, grounds="",
                thread=self.thread_id, message=self.message_id, held=self.pk,
            )  # fmt: skip
        return self.message

    def refuse(self, by, grounds):
        """It is not posted, and the author hears why. Raises `MayNot`, `Decided`, ValueError."""
        with self._deciding(by):
            self.decided_at, self.decided_by, self.grounds = timezone.now(), by, grounds
            self.save()
            self.deliveries.settle(by, "rejected", reason="refused")
            self.group.tell_desk(by, held=self.pk)
            self.group.decide(
                "refuse", self.author, by=by, grounds=grounds, thread=self.thread_id, held=self.pk
            )

    def take_back(self, by):
        """The author does not want it any more. Raises `MayNot`, `Decided`."""
        with self._waiting():
            if by.pk != self.author_id:
                raise access.MayNot("take_back")
            for file in self.attachments.all():
                transaction.on_commit(file.discard)
            self.deliveries.settle(by, "dropped", reason="taken-back")
            self.delete()
            self.group.tell_desk(by)
            if self.starts_thread:
                self.thread.delete()

    def reconsider(self, by):
        """It waits again, after it was refused. The callers asked the rule."""
        self.decided_at, self.decided_by, self.grounds = None, None, ""
        self.save()
        self.group.tell_desk(by, held=self.pk)

    @contextmanager
    def _deciding(self, by):
        with self._waiting():
            access.require(by, "moderate", self.thread)
            yield

    @contextmanager
    def _waiting(self):
        """As it is now, under its thread's lock. Raises `Decided`."""
        with locked(self.thread.stream):
            fresh = Held.objects.select_related("thread__group__desk", "thread__stream", "author")
            try:
                self.refresh_from_db(from_queryset=fresh.filter(decided_at=None))
            except Held.DoesNotExist:
                raise Decided from None
            yield

    @property
    def _needs(self):
        """What the author must be allowed to at the moment of approval, and where."""
        if self.reason == self.Reason.STRANGER:
            return "write_to", self.group
        if self.starts_thread:
            return "start", self.group
        return "react_publicly" if self.reason == self.Reason.PUBLIC else "post", self.thread

    def _let_in(self, by):
        """Who wrote from outside becomes a guest of the conversation that they started."""
        if self.starts_thread and not access.may(self.author, "start", self.group):
            self.group.host(self.author, self.thread.stream, by=by)

    def _post(self):
        files = list(self.attachments.all())
        for file in files:
            file.held = None
        draft = Draft(
            self.author, self.body, self.client_id, self.via, self.quotes, files,
            original=getattr(self, "original", None), approved=True,
        )  # fmt: skip
        if self.starts_thread:
            self.thread.appear(self.author)
        self.thread.post_all([draft])
        if isinstance(draft.outcome, Exception):
            raise draft.outcome
        return draft.outcome

    def _trust(self):
        if self.reason == self.Reason.NEWCOMER:
            self.group.memberships.filter(person=self.author, trusted_at=None).update(
                trusted_at=self.decided_at
            )

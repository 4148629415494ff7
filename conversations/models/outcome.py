"""What grew out of a conversation: the base of decisions, tasks and documents.

An outcome hangs on one message, its card, and is where that message is: who may read the message
may read the outcome, and a split or a merge takes it along. What people do with it is told in the
thread, so that the thread is the dossier.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conversations.models.gate import Gate
from conversations.models.message import Message, Revision
from groups import access
from workspace.streams.models import locked
from workspace.text import clean_text, validate_line

MAX_SOURCES = 20


class OutcomeQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those whose card this person may read, and stands there to read."""
        messages = Message.objects.visible_to(person).standing()
        return self.filter(message__in=messages.order_by().values("pk"))

    def of(self, person):
        """Those of the conversations in this person's own list."""
        threads = apps.get_model("conversations.Thread").objects.of(person)
        return self.visible_to(person).filter(message__thread__in=threads.order_by().values("pk"))

    def standing_in(self, threads):
        """Those of these conversations (a queryset)."""
        return self.filter(message__thread__in=threads.order_by().values("pk"))

    def with_place(self):
        """With the card's message, and where it stands."""
        return self.select_related(
            "message__author__organisation",
            "message__thread__stream",
            "message__thread__group__stream",
            "message__thread__group__subsite",
        )

    def for_cards(self):
        """With all that a card shows, in one query (`alongside`). A kind says what that is."""
        return self

    def for_search(self):
        """With all that `searched` gives. A kind whose cards do not have that says what more."""
        return self.for_cards()


class OutcomeManager(models.Manager.from_queryset(OutcomeQuerySet)):
    def grow(self, thread, author, *, title, client_id, body="", sources=(), via="web", **fields):
        """A new outcome with its card at the end of the thread; a second call with the same
        client_id returns the first one. `sources` are messages of this thread (at most 20).

        Raises `MayNot`, `Closed` when the thread is, and `Unapproved` for whose messages wait for
        a moderator.
        """
        with locked(thread.stream):
            known = Message.objects.filter(author=author, client_id=client_id).first()
            if known is not None:
                return self.get(message=known)
            Gate.let_through(thread, author)
            message = thread.append_card(
                author, clean_text(body), client_id=client_id, via=via, kind=self.model.kind
            )
            outcome = self.create(message=message, title=title, **fields)
            outcome.name_sources(sources, author)
            outcome.has_begun(author)
        return outcome


class Outcome(models.Model):
    """Abstract. A kind has a model with this base, in an app whose config is an `OutcomeConfig`.

    A verb changes it inside `changing`, which locks, asks the rule, saves, and shows the card
    anew; `tell` inside that block says in the thread what was done.
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="%(class)s")
    title = models.CharField(_("Title"), max_length=150, validators=[validate_line])
    created_at = models.DateTimeField(auto_now_add=True)
    sources = models.ManyToManyField(Message, related_name="+")
    # The notices in the thread of what was done with it.
    notices = models.ManyToManyField(Message, related_name="+")

    objects = OutcomeManager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(self.kind, args=[self.pk])

    @property
    def config(self):
        return apps.get_app_config(self._meta.app_label)

    @property
    def thread(self):
        return self.message.thread

    @property
    def group(self):
        return self.message.thread.group

    @property
    def author(self):
        return self.message.author

    @property
    def author_id(self):
        return self.message.author_id

    @property
    def state_label(self):
        """In one or two words, how it stands."""
        raise NotImplementedError

    @property
    def tone(self):
        """How its state looks: open, good, bad or quiet."""
        raise NotImplementedError

    @property
    def searched(self):
        """The texts that it is found by, besides the words of its card; the title first."""
        return [self.title]

    def has_begun(self, by):
        """Called in the transaction in which it was made."""

    @contextmanager
    def changing(self, by, verb="post", **data):
        """The outcome as it is now, under its thread's lock; afterwards it is saved, and its card
        shown anew. `by` is None for what happens by itself; `data` goes along in the event.

        Raises `MayNot`, and `Unapproved` for whose messages wait for a moderator.
        """
        with self._in_its_thread():
            if by is not None:
                access.require(by, verb, self)
                Gate.require_approved(self.thread, by)
            yield
            self.save()
            self.message._changed(by, **data)

    @contextmanager
    def _in_its_thread(self):
        """As of its message, which is read again with it: in one query, as each vote asks it."""
        fresh = type(self).objects.select_related(
            "message__thread__group", "message__thread__stream", "message__withdrawal",
            "message__removal",
        )  # fmt: skip
        while True:
            with locked(self.thread.stream):
                locked_thread = self.message.thread_id
                self.refresh_from_db(from_queryset=fresh)
                if self.message.thread_id == locked_thread:
                    yield
                    return

    def tell(self, by, verb, **about):
        """A notice in the thread: who did what with it. Under the lock of `changing`."""
        about |= {"outcome": self.kind, "pk": self.pk, "title": self.title}
        self.notices.add(self.thread.notice(by or self.author, verb, **about))

    def tell_lists(self, by):
        """Whoever has a list of the group open hears that this one moved in it."""
        with locked(self.group.stream):
            self.group.stream.record("Update", actor=by, **{self.kind: self.pk})

    def name_sources(self, messages, by):
        """Messages of the same thread that it grew out of: they name it, too."""
        keys = [message.pk for message in messages]
        sources = self.thread.messages.filter(pk__in=keys[:MAX_SOURCES], notice__isnull=True)
        known = set(self.sources.values_list("pk", flat=True))
        fresh = [source for source in sources.standing() if source.pk not in known]
        self.sources.add(*fresh)
        for source in fresh:
            source.thread = self.thread
            source.grown.append({"kind": self.kind, "pk": self.pk})
            source._changed(by, "grown")

    def reword(self, by, title, body):
        """Other words for what stands on the card, inside `changing`. What it said before stays
        readable, as with every message."""
        message, body = self.message, clean_text(body)
        self.title = title
        if body != message.body:
            Revision.objects.create(
                message=message, body=message.body, html=message.html,
                written_at=message.edited_at or message.posted_at,
            )  # fmt: skip
            message.say(body)

    def forget(self):
        """A moderator redacted the card: its words go from here, and from the notices, too."""
        self.title = ""
        self.save(update_fields=["title"])
        for notice in self.notices.all():
            notice.notice = {key: notice.notice[key] for key in ("verb", "outcome", "pk")}
            notice.save(update_fields=["notice"])
            if notice.thread_id == self.message.thread_id:
                notice.thread = self.thread
                notice._changed(None)

    def steps_for(self, person):
        """The notices of what was done with it, oldest first, with their authors: those that this
        person may read, since a split may have moved some elsewhere."""
        readable = Message.objects.visible_to(person).order_by().values("pk")
        return self.notices.filter(pk__in=readable).with_author().order_by("posted_at", "pk")

    def sources_for(self, person):
        """Those messages that it grew out of which this person may read, and stand there."""
        readable = Message.objects.visible_to(person).standing()
        return self.sources.filter(pk__in=readable.order_by().values("pk")).with_author()

"""What someone said."""

from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from conversations.kinds import outcome_kinds
from conversations.models.mention import Mention
from conversations.models.removal import Removable
from conversations.search.words import words_of
from conversations.tasks import index_soon
from groups import access
from groups.models.presentation import presented
from workspace import text
from workspace.streams.models import Verb, locked, record_in_each

# Name, icon and words of what one can answer with a click.
REACTIONS = {
    "agree": ("thumbs-up", _("Agree")),
    "thanks": ("heart", _("Thank you")),
    "idea": ("lightbulb", _("Good idea")),
    "seen": ("eye", _("Seen")),
    "question": ("circle-question-mark", _("I have a question")),
    "cheer": ("party-popper", _("Congratulations")),
}
MAX_BODY = 50_000


class MessageQuerySet(models.QuerySet):
    def visible_to(self, person):
        threads = apps.get_model("conversations.Thread").objects.visible_to(person)
        return self.filter(thread__in=threads.order_by().values("pk"))

    def standing(self):
        """Those whose words are there to read."""
        return self.filter(withdrawal=None, removal=None)

    def posted_as(self, drafts):
        """{(author, client_id): message} of those drafts that were posted before."""
        authors = {draft.author.pk for draft in drafts}
        found = self.filter(author__in=authors, client_id__in={d.client_id for d in drafts})
        return {(message.author_id, message.client_id): message for message in found}

    def with_author(self):
        """All that a rendered message shows but its attachments, in one query."""
        return self.select_related(
            "author__organisation",
            "quotes__author",
            "quotes__withdrawal",
            "quotes__removal",
            "withdrawal",
            "removal",
            "pinned__by",
        ).presented()

    def presented(self):
        """With how the author presents themselves in the group, and so for whom is quoted; and
        whether there are files, and words of a mail that were left out."""
        files = apps.get_model("conversations.Attachment").objects.filter(message=OuterRef("pk"))
        originals = apps.get_model("conversations.Original").objects.telling()
        return self.annotate(
            has_files=Exists(files),
            has_original=Exists(originals.filter(message=OuterRef("pk"))),
            presented=presented("author", "thread__group"),
            quoted_presented=presented("quotes__author", "thread__group"),
        )


class Message(index.Indexed, Removable, models.Model):
    """A message in a thread, or a notice of what someone did with the thread.

    `number` is its place in the thread, from 1 without gaps; `revision` the position in the
    thread's log of the last event that changed how it looks.
    """

    class Via(models.TextChoices):
        WEB = "web", _("in the browser")
        MAIL = "mail", _("by mail")

    thread = models.ForeignKey("conversations.Thread", models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    revision = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    body = models.TextField(blank=True, max_length=MAX_BODY)
    html = models.TextField(blank=True)
    notice = models.JSONField(null=True)
    # Of a card: which kind of outcome it carries (`OutcomeConfig.kind`).
    outcome_kind = models.CharField(max_length=20, blank=True)
    # What grew out of it: [{"kind": "task", "pk": 4}]. A name would tell it to who may not know.
    grown = models.JSONField(default=list)
    client_id = models.CharField(max_length=255, null=True)
    via = models.CharField(max_length=4, choices=Via, default=Via.WEB)
    quotes = models.ForeignKey("self", models.SET_NULL, null=True, related_name="answers")
    reactions = models.JSONField(default=dict)
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()
    search_fields = [index.AutocompleteField("findable")]
    search_auto_update = False

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="numbered_without_gaps"),
            models.UniqueConstraint(fields=["author", "client_id"], name="posted_once"),
        ]

    def __str__(self):
        return f"{self.author}: {self.body[:40]}"

    def get_absolute_url(self):
        return reverse("message", args=[self.pk])

    @property
    def group(self):
        return self.thread.group

    @property
    def author_name(self):
        """The name that the author goes by in the group."""
        return (self.presented or {}).get("name") or self.author.name

    @property
    def has_alike_name(self):
        """Whether the author's own name, if it is the one shown, looks like someone else's here."""
        shown = self.presented or {}
        return bool(shown.get("alike")) and not shown.get("name")

    @property
    def quoted_name(self):
        return (self.quoted_presented or {}).get("name") or self.quotes.author.name

    @property
    def is_withdrawn(self):
        return hasattr(self, "withdrawal")

    @property
    def is_gone(self):
        """Its words are not there to read: the author took them back, or a moderator did."""
        return self.is_withdrawn or hasattr(self, "removal")

    @property
    def given_reactions(self):
        return [
            {"name": name, "icon": icon, "label": label, "people": self.reactions[name]}
            for name, (icon, label) in REACTIONS.items()
            if name in self.reactions
        ]

    @cached_property
    def outcome(self):
        """What its card carries, or None."""
        config = outcome_kinds().get(self.outcome_kind)
        return config and config.outcomes.filter(message=self).for_cards().first()

    @property
    def what_grew(self):
        """[(config, key)] of the outcomes that grew out of it, of the kinds that there are."""
        kinds = outcome_kinds()
        return [(kinds[o["kind"]], o["pk"]) for o in self.grown if o["kind"] in kinds]

    def grown_for(self, person):
        """The outcomes that grew out of it, as far as this person may read them."""
        found = []
        for kind, config in outcome_kinds().items():
            if keys := [about["pk"] for about in self.grown if about["kind"] == kind]:
                grown = config.outcomes.visible_to(person).filter(pk__in=keys)
                found += grown.select_related("message").for_cards()
        return found

    @property
    def findable(self):
        """The words that it is found by. A notice, and what was taken back or away, has none."""
        if self.is_gone or self.notice is not None:
            return ""
        return words_of(*(self.outcome.searched if self.outcome else ()), self.body)

    def attach(self, files):
        """The files of a message that was just posted, which nothing else can have yet: so it is
        shown without asking the database for what is not there."""
        for file in files:
            file.message = self
            file.save()
        self._prefetched_objects_cache = {"attachments": list(files)}
        for name in ("withdrawal", "removal", "pinned"):
            self._meta.get_field(name).set_cached_value(self, None)

    def edit(self, by, body):
        """Replace the text; what it said before stays readable. Raises `MayNot`, `Withdrawn`."""
        with self._changing(by):
            if text.clean_text(body) != self.body:
                Revision.objects.create(
                    message=self, body=self.body, html=self.html,
                    written_at=self.edited_at or self.posted_at,
                )  # fmt: skip
                self.say(text.clean_text(body))
                self._changed(by)
                self._show_in_answers(by)

    def say(self, body):
        """These words from now on. Under the thread's lock; the caller keeps what it said."""
        self.body, self.edited_at = body, timezone.now()
        self.render(self.thread)
        self.save(update_fields=["body", "html", "edited_at"])
        self.mention_those_named()

    def withdraw(self, by):
        """The author takes the words back: readers see a tombstone. Raises `MayNot`."""
        with self._changing(by):
            Withdrawal.objects.create(message=self)
            self._changed(by, verb=Verb.DELETE)
            self._show_in_answers(by)

    def react(self, by, reaction):
        """Give a reaction, or take it back when it was given. Raises `MayNot`, KeyError."""
        REACTIONS[reaction]
        with self._changing(by, "react"):
            people = set(self.reactions.get(reaction, [])) ^ {by.pk}
            self.reactions[reaction] = sorted(people)
            self.reactions = {name: who for name, who in self.reactions.items() if who}
            self._changed(by, "reactions", reaction=reaction, given=by.pk in people)

    def pin(self, by):
        """A moderator puts the message in the thread's side panel, or takes it out again."""
        with self._changing(by, "moderate"):
            was_pinned = Pin.objects.filter(message=self).delete()[0]
            if not was_pinned:
                Pin.objects.create(message=self, by=by)
            self._changed(by)
            self.thread.audit("unpin" if was_pinned else "pin", by, message=self.pk)

    def render(self, thread):
        """Set `html` from the body; a mention links to someone who can read it."""
        handles = text.handles_in(self.body)
        people = thread.readers().filter(handle__in=handles) if handles else ()
        self.html = text.markdown(self.body, {person.handle: person for person in people})

    def mention_those_named(self):
        """A row, and an event in their own list, for each reader who is named in the text."""
        handles = text.handles_in(self.body)
        if not handles:
            return
        known = Mention.objects.filter(message=self).values("person")
        named = self.thread.readers().filter(handle__in=handles).exclude(pk__in=known)
        people = list(named.exclude(pk=self.author_id).select_related("stream").order_by("stream"))
        Mention.objects.bulk_create([Mention(message=self, person=person) for person in people])
        record_in_each(
            [person.stream for person in people],
            Verb.CREATE,
            actor=self.author,
            mention=self.pk,
            thread=self.thread_id,
        )

    @contextmanager
    def _changing(self, by, verb="change"):
        """The message as it is now, under its thread's lock. Raises `MayNot` and `Withdrawn`."""
        with self._in_its_thread():
            # Asked under the lock: the thread may have been moved, the role may have ended.
            access.require(by, verb, self)
            if self.is_gone:
                raise Withdrawn
            yield

    @contextmanager
    def _in_its_thread(self):
        """Under the lock of the thread that it is in now: meanwhile it may have been split off."""
        fresh = Message.objects.select_related("thread__group", "thread__stream")
        while True:
            with locked(self.thread.stream):
                locked_thread = self.thread_id
                self.refresh_from_db(from_queryset=fresh)
                if self.thread_id == locked_thread:
                    yield
                    return

    def _changed(self, by, *fields, verb=Verb.UPDATE, **data):
        """The event of a change, and the message's new revision with it."""
        event = self.thread.stream.record(verb, actor=by, message=self.pk, **data)
        self.revision = event.position
        self.save(update_fields=["revision", *fields])
        index_soon()

    def _show_in_answers(self, by):
        """The answers in this thread quote the message: they look different now, too."""
        answers = list(self.answers.filter(thread=self.thread_id, withdrawal=None))
        if answers:
            data = [{"message": answer.pk} for answer in answers]
            events = self.thread.stream.record_all(Verb.UPDATE, data, [by] * len(data))
            for answer, event in zip(answers, events, strict=True):
                answer.revision = event.position
            Message.objects.bulk_update(answers, ["revision"])


class Withdrawn(Exception):
    """The message was taken back or taken away; nothing can be done with it any more."""


class Withdrawal(models.Model):
    """That the author took a message back, and when."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="withdrawal")
    withdrawn_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"withdrawn: {self.message}"


class Revision(models.Model):
    """What a message said before an edit."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="revisions")
    body = models.TextField()
    html = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"before {self.message.edited_at}: {self.body[:40]}"


class Pin(models.Model):
    """That a moderator put a message in the side panel."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="pinned")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"pinned: {self.message}"

"""A conversation: the main object of this program."""

from django.conf import settings
from django.db import models
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from conversations.models.audience import Audience, TooWide, narrowest
from conversations.models.gate import Gate
from conversations.models.held import Held, Waiting
from conversations.models.mailing import Outgoing
from conversations.models.mention import Mention
from conversations.models.message import Message
from conversations.models.moderated import Moderated
from conversations.models.original import Original
from conversations.models.participation import Participation
from conversations.models.posting import Draft, post
from conversations.models.visitors import Visited
from conversations.models.withheld import Withheld
from conversations.search.words import words_of
from conversations.tasks import index_soon, mail_soon
from groups import access
from groups.composed import the_one
from groups.models import Group, Membership, Reading
from workspace.streams.models import Stream, Verb, locked
from workspace.text import clean_text, validate_line


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(access.readable(person))

    def of(self, person):
        """Those of the person's own groups, and those that they were brought into."""
        return self.filter(access.own(person))

    def latest_first(self):
        """On pages none is missing or there twice: what came by mail can be of one second."""
        return self.order_by("-last_posted_at", "-pk")

    def for_reader(self, person):
        """With this person's `role` here, `read_to`, `attention` and `mentioned`, in one query."""
        if not person.is_authenticated:
            return self._for_visitor()
        own = FilteredRelation("participations", condition=Q(participations__person=person))
        mentions = Mention.objects.filter(
            person=person,
            message__thread=OuterRef("pk"),
            message__number__gt=OuterRef("read_to"),
        )
        return (
            self.select_related("group", "stream", "closure")
            .annotate(
                own=own,
                role=access.role_in_each(person),
            )
            .annotate(
                read_to=Coalesce(F("own__read_to"), 0),
                attention=Coalesce(F("own__attention"), Value("")),
            )
            .annotate(mentioned=Exists(mentions))
        )

    def with_audience(self):
        """With `members_count` and `guests_count`, of those who read along as such now."""
        return self.select_related("group__subsite").annotate(
            members_count=Coalesce(_members("group"), 0),
            guests_count=Coalesce(_guests("stream"), 0),
        )

    def _for_visitor(self):
        """As `for_reader`, for who is not signed in: nothing is new to who is not known."""
        return self.select_related("group", "stream", "closure").annotate(
            role=Value(None, CharField(null=True)),
            read_to=F("stream__entries"), attention=Value(""), mentioned=Value(False),
        )  # fmt: skip


@the_one(IntegerField())
def _members(group):
    found = Membership.objects.full().in_force().filter(group=group, person__is_active=True)
    return _count(found, "group")


@the_one(IntegerField())
def _guests(stream):
    found = access.valid_passes().filter(
        stream=stream, membership__role="guest", membership__person__is_active=True
    )
    return _count(found, "stream")


def _count(queryset, each):
    return queryset.order_by().values(each).annotate(count=Count("pk")).values("count")


class ThreadManager(models.Manager.from_queryset(ThreadQuerySet)):
    def start(self, group, author, subject, body, *, client_id, reading="", via="web", **message):
        """A new thread with its first message; a second call with the same client_id returns
        the first thread. Raises `MayNot`, `TooWide` for a `reading` wider than the group's, and
        `Waiting` where it waits for a moderator: until then the thread is hidden.
        `message` goes on to `Thread.post`."""
        access.require(author, "start", group)
        if narrowest(group.reading, reading) != (reading or group.reading):
            raise TooWide
        with locked(group.stream):
            known = Message.objects.filter(author=author, client_id=client_id).first()
            if known:
                return known.thread
            if held := Held.objects.filter(author=author, client_id=client_id).first():
                raise Waiting(held)
            thread = self.create(
                group=group,
                author=author,
                subject=subject,
                reading=reading,
                started_at=message.get("posted_at") or timezone.now(),
                stream=Stream.objects.create(kind="thread"),
            )
            try:
                thread.post(author, body, client_id=client_id, via=via, **message)
                waiting = None
                group.stream.record(Verb.CREATE, actor=author, thread=thread.pk)
            except Waiting as refusal:
                waiting = refusal
                thread.wait()
        if waiting:
            raise waiting
        return thread

    def ask_to_start(self, group, author, subject, body, *, client_id, **message):
        """The same by someone who is not in the group, where its mail is open to everyone. It
        always waits for a moderator: raises `Waiting`, and `MayNot`."""
        access.require(author, "write_to", group)
        with locked(group.stream):
            held = Held.objects.filter(author=author, client_id=client_id).first()
            if held is None:
                thread = self.create(
                    group=group, author=author, subject=subject,
                    stream=Stream.objects.create(kind="thread"),
                )  # fmt: skip
                with locked(thread.stream):
                    draft = Draft(author, clean_text(body), client_id, **message)
                    held = Held.keep(thread, draft, Held.Reason.STRANGER)
                    thread.wait()
        raise Waiting(held)


class Thread(index.Indexed, Audience, Visited, Moderated, Withheld, models.Model):
    """A conversation in a group. Its messages are numbered from 1 without gaps."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="threads")
    subject = models.CharField(_("Subject"), max_length=150, validators=[validate_line])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="threads_started"
    )
    # Narrower than the group if set; what would be wider has no effect.
    reading = models.CharField(_("Who can read"), max_length=10, choices=Reading, blank=True)
    hidden_at = models.DateTimeField(null=True)
    # After a message, its author waits so many seconds before the next one.
    slow_seconds = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    last_posted_at = models.DateTimeField(default=timezone.now)
    stream = models.OneToOneField(Stream, models.PROTECT, related_name="thread")

    objects = ThreadManager()
    search_fields = [index.AutocompleteField("findable")]
    search_auto_update = False

    class Meta:
        ordering = ["-last_posted_at"]
        indexes = [models.Index(fields=["group", "-last_posted_at"])]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("thread", args=[self.pk])

    @property
    def findable(self):
        """The words that it is found by."""
        return words_of(self.subject)

    @property
    def is_closed(self):
        return hasattr(self, "closure")

    @property
    def unread(self):
        """How many messages `for_reader`'s person has not read."""
        return max(0, self.stream.entries - self.read_to)

    def post(self, author, body, *, client_id, **more):
        """Add a message; a second call with the same client_id returns the first message.

        `more` is as in `Draft`: `quotes` is the message that this one answers, `files` are
        attachments from `Attachment.keep`, `original` is what was left out of a mail. Raises
        `MayNot` when the rule says no at this moment, `Closed` when the thread is, `TooSoon` in
        slow mode, and `Waiting` where the message waits for a moderator.
        """
        return post(self, Draft(author, clean_text(body), client_id, **more))

    def post_all(self, drafts):
        """Post them in one transaction; each gets its own outcome."""
        with locked(self.stream):
            known = Message.objects.posted_as(drafts)
            gate = Gate(self, drafts)
            fresh = {}
            for draft in drafts:
                key = draft.author.pk, draft.client_id
                if key in known or key in fresh:
                    draft.outcome = known.get(key)
                elif (refusal := gate.meet(draft)) is not None:
                    draft.outcome = refusal
                else:
                    fresh[key] = draft
            self._add(list(fresh.values()))
            for draft in drafts:  # the same draft twice at once is one message, too
                draft.outcome = draft.outcome or fresh[draft.author.pk, draft.client_id].outcome

    def _add(self, drafts):
        messages = self.append_all(
            [
                {
                    "author": draft.author, "body": draft.body, "client_id": draft.client_id,
                    "via": draft.via, "quotes": draft.quotes, "posted_at": draft.posted_at,
                }
                for draft in drafts
            ]
        )  # fmt: skip
        for draft, message in zip(drafts, messages, strict=True):
            message.attach(draft.files)
            message.mention_those_named()
            draft.outcome = message
        originals = [(draft.original, draft.outcome) for draft in drafts if draft.original]
        if originals:
            Original.objects.come_with(originals)
        self._authors_have_read(messages)

    def append_all(self, items):
        """Numbered rows at the end of the thread and their events, under the stream's lock."""
        if not items:
            return []
        stream = self.stream
        messages = [
            Message(thread=self, number=stream.entries + n, revision=stream.position + n, **fields)
            for n, fields in enumerate(items, 1)
        ]
        for message in messages:
            message.render(self)
        Message.objects.bulk_create(messages)
        data = [{"message": message.pk} for message in messages]
        actors = [message.author for message in messages]
        stream.record_all(Verb.CREATE, data, actors, entries=True)
        Thread.objects.filter(pk=self.pk).update(last_posted_at=messages[-1].posted_at)
        index_soon()
        if Outgoing.objects.queue(messages):
            mail_soon()
        return messages

    def _authors_have_read(self, messages):
        """Up to their own words: under the stream's lock, so never backwards. Who writes by mail
        has not seen what others said meanwhile: that is still to be mailed."""
        by_mail = [each for each in messages if each.via == Message.Via.MAIL and each.number > 1]
        for_all = Q(pk=None)
        for message in by_mail:
            for_all |= Q(person=message.author_id, read_to=message.number - 1)
        if by_mail:
            self.participations.filter(for_all).update(read_to=F("read_to") + 1)
        last = {each.author_id: each.number for each in messages if each not in by_mail}
        Participation.objects.bulk_create(
            [Participation(thread=self, person_id=pk, read_to=to) for pk, to in last.items()],
            update_conflicts=True,
            unique_fields=["person", "thread"],
            update_fields=["read_to"],
        )

    def append_card(self, author, body, *, client_id, via, kind):
        """The message that an outcome hangs on, under the stream's lock."""
        message = self.append_all(
            [
                {
                    "author": author, "body": body, "client_id": client_id, "via": via,
                    "outcome_kind": kind, "posted_at": timezone.now(),
                }
            ]
        )[0]  # fmt: skip
        message.mention_those_named()
        self._authors_have_read([message])
        return message

    def notice(self, by, verb, **about):
        """A line in the timeline that says what someone did with the thread."""
        notice = {"verb": verb, **about}
        return self.append_all([{"author": by, "notice": notice, "posted_at": timezone.now()}])[0]

    def participation(self, person):
        return Participation.objects.get_or_create(thread=self, person=person)[0]


class Closure(models.Model):
    """That a thread is closed, by whom and when."""

    thread = models.OneToOneField(Thread, models.CASCADE, related_name="closure")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.thread} closed"

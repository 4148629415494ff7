"""A text that people write together, in as many windows as they like."""

from base64 import b64decode, b64encode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models import Attachment
from conversations.models.gate import Gate
from documents.live import state, updates
from groups import access
from workspace.streams.models import Event, Stream, Verb, locked

# In UTF-16 code units, as a browser counts: some 150 pages.
MAX_UNITS = 500_000
# Of the state with what was deleted, in bytes.
MAX_WEIGHT = 10 * 1024 * 1024
SNAPSHOT_EVERY = 100


class Behind(Exception):
    """The update builds on something that the text does not have: its writer must load it anew."""


class TooLarge(Exception):
    """With this the text would be larger than a text can be."""


class NotTheirs(Exception):
    """The update adds to what someone else's window wrote."""


class TextManager(models.Manager):
    def begin(self, document, by, words):
        """The text of a document that was just made, under its thread's lock; once."""
        text = self.filter(document=document).first()
        if text is None:
            text = self.create(document=document, stream=Stream.objects.create(kind="text"))
            text.rewrite(by, words)
        return text

    def with_place(self):
        """With the document's card, and where it stands."""
        return self.select_related(
            "stream",
            "document__message__thread__stream",
            "document__message__thread__group__subsite",
        )


class Text(models.Model):
    """The log of its stream is the text: each event an update, a change that merges with all
    others. `Snapshot` is what they add up to, so that nobody has to read them all.

    `units` and `weight` are never less than the text's length and its state's size; after a
    snapshot they are exact.
    """

    document = models.OneToOneField("documents.Document", models.CASCADE, related_name="text")
    stream = models.OneToOneField(Stream, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField(default=0)
    weight = models.PositiveIntegerField(default=0)
    snapshot_position = models.PositiveBigIntegerField(default=0)
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = TextManager()

    def __str__(self):
        return f"text of {self.document_id}"

    def edit(self, by, data):
        """Take over an update, as bytes. Returns its position, or None when all of it was known.

        Raises `MayNot`, `Unapproved`, `updates.Malformed`, `Behind`, `NotTheirs` and `TooLarge`.
        """
        update = updates.read(data)
        with locked(self.stream):
            self._refresh()
            access.require(by, "post", self.document)
            Gate.require_approved(self.document.thread, by)
            known = self._known(update)
            if not self._is_news(update, known, by):
                return None
            self._make_room(update.units, len(data))
            position = self._record(by, data, update.units)
            if update.client is not None:
                self._advance(update, by, known.get(update.client))
        if position - self.snapshot_position >= SNAPSHOT_EVERY:
            self.take_snapshot()
        return position

    def rewrite(self, by, words):
        """Let the text say these words: as an edit, after which everyone goes on from there."""
        with transaction.atomic(), locked(self.stream):
            update = state.difference(self.gathered()[0], words)
            return update and self.edit(by, update)

    def tell(self, by, **what):
        """Whoever has the text open hears that something beside it changed."""
        with locked(self.stream):
            self.stream.record(Verb.UPDATE, actor=by, **what)

    def gathered(self):
        """The text as it is now (`pycrdt.Doc`), and the position of the last event in it."""
        snapshot = Snapshot.objects.filter(text=self).first()
        after = snapshot.position if snapshot else 0
        rows = Event.objects.filter(stream=self.stream_id, position__gt=after).order_by("position")
        events = list(rows.values_list("position", "data"))
        found = [b64decode(data["update"]) for _position, data in events if "update" in data]
        doc = state.gathered([bytes(snapshot.state), *found] if snapshot else found)
        return doc, events[-1][0] if events else after

    def add_picture(self, upload):
        """Keep a picture with the card, where who reads the card may see it. Returns the Markdown
        that shows it. Raises ValidationError for what is no picture."""
        file = Attachment.keep([upload])[0] if upload else None
        if file is None or not file.is_image:
            if file:
                file.discard()
            raise ValidationError(_("Choose a picture: PNG, JPEG, GIF or WebP."))
        file.message = self.document.message
        file.save()
        name = file.name.rpartition(".")[0].translate(str.maketrans("[]\\", "   "))
        return f"![{name.strip()}]({file.get_absolute_url()})"

    def words(self):
        return state.words_of(self.gathered()[0])

    def take_snapshot(self):
        """What was recorded stays as it was, so nobody has to wait for this."""
        doc, position = self.gathered()
        about = {"position": position, "state": doc.get_update(), "words": state.words_of(doc)}
        with locked(self.stream):
            self.refresh_from_db(fields=["snapshot_position"])
            if position > self.snapshot_position:
                Snapshot.objects.update_or_create(text=self, defaults=about)
                self._measure(position, about)

    def forget(self):
        """A moderator redacted the card: the words go from here, too."""
        with locked(self.stream):
            Snapshot.objects.filter(text=self).delete()
            self.versions.all().delete()
            self.remarks.all().delete()
            Event.objects.filter(stream=self.stream_id).update(data={})
            Text.objects.filter(pk=self.pk).update(units=0, weight=0, snapshot_position=0)

    def _refresh(self):
        """Meanwhile it may have moved to another conversation, and the role may have ended."""
        fresh = Text.objects.with_place().get(pk=self.pk)
        for name in ("units", "weight", "snapshot_position"):
            setattr(self, name, getattr(fresh, name))
        self.document = fresh.document

    def _known(self, update):
        """{client: row} of those that the update names."""
        clients = {*update.needs, update.client} - {None}
        return {row.client: row for row in self.clients.filter(client__in=clients)}

    def _is_news(self, update, known, by):
        for client, clock in update.needs.items():
            if client not in known or clock > known[client].clock:
                raise Behind
        if update.client is None:
            return True
        own = known.get(update.client)
        if own and own.person_id != by.pk:
            raise NotTheirs
        if update.begin > (own.clock if own else 0):
            raise Behind
        # What deletes is news as far as we know: that it was deleted before is in no row.
        return own is None or update.end > own.clock or update.deletes

    def _make_room(self, units, weight):
        for attempt in range(2):
            if self.units + units <= MAX_UNITS and self.weight + weight <= MAX_WEIGHT:
                return
            if attempt == 0:
                self.take_snapshot()
        raise TooLarge

    def _record(self, by, data, units):
        event = self.stream.record(Verb.CREATE, actor=by, update=b64encode(data).decode())
        self.units += units
        self.weight += len(data)
        self.edited_at, self.edited_by = timezone.now(), by
        self.save(update_fields=["units", "weight", "edited_at", "edited_by"])
        return event.position

    def _advance(self, update, by, own):
        if own is None:
            self.clients.create(client=update.client, person=by, clock=update.end)
        elif update.end > own.clock:
            self.clients.filter(pk=own.pk).update(clock=update.end)

    def _measure(self, position, about):
        self.snapshot_position = position
        self.units = len(about["words"].encode("utf-16-le")) // 2
        self.weight = len(about["state"])
        self.save(update_fields=["snapshot_position", "units", "weight"])


class TextClient(models.Model):
    """A window (a client of Yjs) that wrote in a text: whose it is, and how far its clock came.
    The clocks together are the text's state vector."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="clients")
    client = models.PositiveBigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    clock = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "client"], name="client_of_one")]

    def __str__(self):
        return f"{self.client} at {self.clock}"


class Snapshot(models.Model):
    """What a text's updates up to a position add up to. Derived: it can be made again."""

    text = models.OneToOneField(Text, models.CASCADE, related_name="snapshot")
    position = models.PositiveBigIntegerField()
    state = models.BinaryField()
    words = models.TextField()

    def __str__(self):
        return f"text {self.text_id} at {self.position}"

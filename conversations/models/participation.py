from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workspace.streams.models import Verb, locked


class Participation(models.Model):
    """What a thread is to one person: how far they have read, and whether they follow it."""

    class Attention(models.TextChoices):
        NORMAL = "", _("Normal")
        FOLLOW = "follow", _("Following")
        MUTE = "mute", _("Muted")

    thread = models.ForeignKey(
        "conversations.Thread", models.CASCADE, related_name="participations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations"
    )
    read_to = models.PositiveIntegerField(default=0)
    # The key of the last message that was mailed to them: keys stay when a thread is split.
    mailed_to = models.PositiveBigIntegerField(default=0)
    # How far they had read when a mail said that there is news, in a group whose mails say no more:
    # until they read on, they are not told again.
    told_at = models.PositiveIntegerField(null=True)
    attention = models.CharField(
        max_length=6, choices=Attention, blank=True, default=Attention.NORMAL
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thread"], name="one_participation_each")
        ]

    def __str__(self):
        return f"{self.person} read {self.thread} to {self.read_to}"

    def read(self, number):
        """The person has read to this number. Never backwards; true when it moved."""
        ahead = Participation.objects.filter(pk=self.pk, read_to__lt=number)
        moved = bool(ahead.update(read_to=number))
        self.read_to = max(self.read_to, number)
        return moved

    def read_and_tell(self, number):
        """Also when it was read already, by posting: the other windows have not heard of that."""
        if self.read(number) or self.read_to == number:
            self._tell(read_to=self.read_to)

    def attend(self, attention):
        """Follow, mute, or neither. Raises ValueError for anything else."""
        self.attention = Participation.Attention(attention)
        self.save(update_fields=["attention"])
        self._tell(attention=attention)

    def _tell(self, **data):
        """The person's other windows hear of it through their own list."""
        with locked(self.person.stream):
            self.person.stream.record(Verb.READ, actor=self.person, thread=self.thread_id, **data)

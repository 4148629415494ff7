"""How far the search index has come."""

from django.db import models

from workspace.streams.models import Stream


class Indexing(models.Model):
    """Up to which position a thread's log was read into the search index."""

    stream = models.OneToOneField(Stream, models.CASCADE, related_name="indexing")
    position = models.PositiveBigIntegerField()

    def __str__(self):
        return f"{self.stream} indexed to {self.position}"

"""The calendar of someone's tasks, at an address that a calendar program can ask."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F
from django.urls import reverse

SALT = "tasks.feed"


class FeedManager(models.Manager):
    def renew(self, person):
        """An address, or another one: the one before leads nowhere from now on."""
        feed, is_new = self.get_or_create(person=person)
        if not is_new:
            self.filter(pk=feed.pk).update(serial=F("serial") + 1)
            feed.refresh_from_db()
        return feed

    def at(self, token):
        """The feed at this address, or None: forged, renewed, given up, of someone who left."""
        try:
            person, _dot, serial = Signer(salt=SALT).unsign(token).partition(".")
        except BadSignature:
            return None
        found = self.filter(person=person, serial=serial, person__is_active=True)
        return found.select_related("person").first()


class Feed(models.Model):
    """That someone has one. Its address is signed and not stored; whoever renews it raises the
    serial number, and who gives it up deletes the row."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="task_feed"
    )
    serial = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(auto_now_add=True)

    objects = FeedManager()

    def __str__(self):
        return f"tasks of {self.person}"

    @property
    def url(self):
        token = Signer(salt=SALT).sign(f"{self.person_id}.{self.serial}")
        return settings.SITE_URL + reverse("task_feed_file", args=[token])

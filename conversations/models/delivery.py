"""A mail that came in for one of our addresses, and what became of it: the mail log."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conversations.models.mail_log import DeliveryQuerySet


def storage_path(delivery, filename):
    key = uuid4().hex
    return f"deliveries/{key[:2]}/{key}"


class Delivery(models.Model):
    """One mail at one address. It ends in exactly one outcome, with the reason."""

    class Outcome(models.TextChoices):
        POSTED = "posted", _("Posted")
        WITH_FILES = "attached", _("Posted with attachments")
        HELD = "held", _("Held")
        DROPPED = "dropped", _("Dropped")
        REJECTED = "rejected", _("Rejected")

    class Transport(models.TextChoices):
        LMTP = "lmtp", "LMTP"
        SMTP = "smtp", "SMTP"
        IMAP = "imap", "IMAP"
        PIPE = "pipe", _("Pipe")
        WEBHOOK = "webhook", _("Webhook")

    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    transport = models.CharField(max_length=8, choices=Transport)
    envelope_from = models.CharField(max_length=320, blank=True)
    recipient = models.CharField(max_length=320)
    # Its Message-ID, without brackets.
    mail_id = models.CharField(max_length=255, blank=True, db_index=True)
    sha256 = models.CharField(max_length=64)
    # Who it says it is from; `person` is who that was taken to be.
    sender = models.CharField(max_length=320, blank=True, db_index=True)
    subject = models.CharField(max_length=150, blank=True)
    size = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    # A word of the program's own ("unknown-sender"), and what else there is to know.
    reason = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="deliveries"
    )
    group = models.ForeignKey("groups.Group", models.SET_NULL, null=True, related_name="+")
    thread = models.ForeignKey("conversations.Thread", models.SET_NULL, null=True, related_name="+")
    message = models.ForeignKey(
        "conversations.Message", models.SET_NULL, null=True, related_name="deliveries"
    )
    # The mail as it came, until MAIL_KEPT_DAYS have passed.
    raw = models.FileField(upload_to=storage_path, blank=True)
    # A held mail that was let through, or one that was delivered again.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.sender} to {self.recipient}: {self.outcome}"

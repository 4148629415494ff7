"""A mail that came in for one of our addresses, and what became of it: the mail log."""

import re
import unicodedata
from contextlib import contextmanager
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from conversations.mail.addresses import masked
from conversations.mail.reasons import REASONS, sentence
from conversations.models.held import Decided
from conversations.models.mail_log import FOR_MODERATORS, FOR_PERSON, DeliveryQuerySet
from groups import access
from groups.models import AuditEntry

REFUSAL = re.compile(r"(\d{3} \d\.\d{1,3}\.\d{1,3}) (.*)")


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
    # MAIL FROM: "<>" for the null sender, "" where nobody told.
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
    # The message that waits for approval: it has a place of its own on the desk.
    held = models.ForeignKey(
        "conversations.Held", models.SET_NULL, null=True, related_name="deliveries"
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
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(outcome__in=["posted", "attached"]),
                name="posted_by_one_mail",
            )
        ]

    def __str__(self):
        return f"{self.sender} to {self.recipient}: {self.outcome}"

    @property
    def reason_text(self):
        """The reason, as a sentence; "" where there is nothing to explain."""
        return sentence(self.reason)

    @property
    def smtp_reply(self):
        """(code, text with the enhanced status code) for its sender's server: what is held or
        dropped is taken, and so is what is answered by mail."""
        if self.outcome != self.Outcome.REJECTED or self.reason == "cannot-answer":
            return 250, "2.0.0 OK"
        with override(self.language):
            told = REFUSAL.match(self.detail) if self.reason == "unreadable" else None
            code = told[1] if told else REASONS[self.reason].code
            text = told[2] if told else str(self.reason_text)
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        status, enhanced = code.split()
        return int(status), f"{enhanced} {plain}"

    @property
    def language(self):
        return self.person.language if self.person else settings.LANGUAGE_CODE

    def confirm(self):
        """Whoever reads the mail of the address that was asked says that it is theirs: it goes on
        its way. How that ends is in `outcome` and `reason`. Raises `Decided`, and ValueError when
        it is not kept any more."""
        with self._waiting(FOR_PERSON):
            self._let_through(self.person)

    def disown(self):
        """They say that it is not. Raises `Decided`."""
        with self._waiting(FOR_PERSON):
            self._settle(self.person, self.Outcome.DROPPED, "not-me")

    def release(self, by):
        """A moderator lets it through, as of the person. As `confirm`; raises `MayNot`."""
        with self._deciding("release_mail", by):
            self._let_through(by)

    def refuse(self, by):
        """A moderator does not. Raises `MayNot` and `Decided`."""
        with self._deciding("refuse_mail", by):
            self._settle(by, self.Outcome.REJECTED, "refused")

    def redeliver(self, by):
        """Once more from the start, for who runs the platform. Raises `MayNot`, `Decided` for what
        is posted, and ValueError when the mail is not kept any more."""
        access.require(by, "run_platform", None)
        with self._locked(lambda: self.outcome in ("held", "dropped", "rejected")):
            self.settled_at = self.settled_by = None
            self._deliver(is_confirmed=False)
            if self.outcome != self.Outcome.HELD:  # then it waits for whom it is for
                self._settled(by)

    def post_later(self):
        """What slow mode put off, when its time has come; nothing where it was settled since."""
        with self._locked(lambda: (self.outcome, self.reason) == ("held", "slow")):
            self._deliver(is_confirmed=True)

    def _let_through(self, by):
        self._deliver(is_confirmed=True)
        self._settled(by)

    def _deliver(self, *, is_confirmed):
        from conversations.mail.inbound import deliver_again  # which writes this log

        deliver_again(self, is_confirmed=is_confirmed)

    def _settle(self, by, outcome, reason):
        self.outcome, self.reason = outcome, reason
        self._settled(by)

    def _settled(self, by):
        self.settled_at, self.settled_by = timezone.now(), by
        self.save()

    @contextmanager
    def _deciding(self, action, by):
        with self._waiting(FOR_MODERATORS):
            access.require(by, "moderate", self.thread or self.group)
            person = self.person
            yield
            self.group.tell_desk(by, delivery=self.pk)
            AuditEntry.objects.record(
                action, actor=by, group=self.group, subject=person,
                thread=self.thread_id, message=self.message_id, delivery=self.pk,
            )  # fmt: skip

    def _waiting(self, reasons):
        return self._locked(
            lambda: self.outcome == "held" and self.settled_at is None and self.reason in reasons
        )

    @contextmanager
    def _locked(self, still):
        """Nobody else decides meanwhile. Raises `Decided` where somebody did."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
            if not still():
                raise Decided
            yield

    @property
    def is_posted(self):
        return self.outcome in (self.Outcome.POSTED, self.Outcome.WITH_FILES)

    @property
    def recipient_shown(self):
        """The address, but so that who reads the log cannot write to it."""
        return masked(self.recipient)

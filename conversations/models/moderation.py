"""What keeping order leaves in the database: what waits, what was reported, what was taken away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Held(models.Model):
    """A message that waits for a moderator. It is not in the thread, so nobody reads it there;
    approved, it is posted as any other.

    Of a visitor's reaction the author is known when they confirmed their address.
    """

    class Reason(models.TextChoices):
        NEWCOMER = "newcomer", _("First message of a newcomer")
        GUEST = "guest", _("Message of a guest")
        PUBLIC = "public", _("Reaction of a visitor")

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

    class Meta:
        ordering = ["held_at"]
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="held_once")]

    def __str__(self):
        return f"held: {self.body[:40]}"


class Report(models.Model):
    """Someone asks the moderators of a group to look at a thread, a message, a file or a person."""

    class Category(models.TextChoices):
        RUDE = "rude", _("Insulting or threatening")
        SPAM = "spam", _("Advertising or spam")
        PRIVATE = "private", _("Somebody's private data")
        OFF_TOPIC = "off_topic", _("Does not belong here")
        OTHER = "other", _("Something else")

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="reports")
    thread = models.ForeignKey("conversations.Thread", models.CASCADE, null=True)
    message = models.ForeignKey("conversations.Message", models.CASCADE, null=True)
    attachment = models.ForeignKey("conversations.Attachment", models.SET_NULL, null=True)
    person = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(PERSON, models.CASCADE, related_name="reports_made")
    category = models.CharField(_("What is wrong?"), max_length=10, choices=Category)
    words = models.CharField(_("In your own words"), max_length=1_000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"{self.category} reported by {self.by}"


class Removal(models.Model):
    """That a moderator took a message away: hidden (it can be put back) or redacted (its words and
    files are gone for good; its place stays)."""

    class Kind(models.TextChoices):
        HIDDEN = "hidden", _("Hidden")
        REDACTED = "redacted", _("Redacted")

    message = models.OneToOneField("conversations.Message", models.CASCADE, related_name="removal")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    grounds = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.kind}: message {self.message_id}"


class Appeal(models.Model):
    """Someone does not agree with what was done to them; another moderator looks at it again."""

    entry = models.ForeignKey(
        "groups.AuditEntry", models.DO_NOTHING, db_constraint=False, related_name="appeals"
    )
    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="appeals")
    by = models.ForeignKey(PERSON, models.CASCADE, related_name="appeals")
    words = models.CharField(_("Why do you not agree?"), max_length=1_000)
    at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    granted = models.BooleanField(default=False)
    grounds = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["entry", "by"], name="one_appeal_each")]

    def __str__(self):
        return f"appeal of {self.by} against {self.entry_id}"

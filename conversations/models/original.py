"""Of a message that came by mail: what stands under "…"."""

from django.db import models

from conversations.mail.addresses import masked

MAX_CUT = 1_000_000


class OriginalQuerySet(models.QuerySet):
    def telling(self):
        """Those with something to show that is not in the message."""
        return self.exclude(cut="", signature="")

    def come_with(self, pairs):
        """Of pairs of an original and a message: each belongs to its message from now on."""
        for original, message in pairs:
            original.belong(message=message)
        waited = [original for original, _message in pairs if original.pk]
        for original in waited:
            original.save()
        self.bulk_create([original for original, _message in pairs if original not in waited])


class Original(models.Model):
    """What was left out of the message: quotations, signatures, footers. The mail itself, as long
    as it is kept, is in the log (`message.deliveries`)."""

    message = models.OneToOneField(
        "conversations.Message", models.CASCADE, null=True, related_name="original"
    )
    # Of a message that waits for approval.
    held = models.OneToOneField(
        "conversations.Held", models.CASCADE, null=True, related_name="original"
    )
    cut = models.TextField(blank=True)
    # "S/MIME" or "PGP" where the mail was signed; the signature is in the mail as it came.
    signature = models.CharField(max_length=10, blank=True)

    objects = OriginalQuerySet.as_manager()

    def __str__(self):
        return f"left out of {self.message or self.held}"

    def belong(self, *, message=None, held=None):
        """To this message, or for now to one that waits. Not saved."""
        self.message, self.held = message, held
        self.cut = masked(self.cut[:MAX_CUT])

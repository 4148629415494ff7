"""Of a message that came by mail: what stands under "…", and the mail itself."""

from django.db import models


class Original(models.Model):
    """What was left out of the message: quotations, signatures, footers."""

    message = models.OneToOneField("conversations.Message", models.CASCADE, related_name="original")
    cut = models.TextField(blank=True)
    # "S/MIME" or "PGP" where the mail was signed; the signature is in the mail as it came.
    signature = models.CharField(max_length=10, blank=True)
    delivery = models.ForeignKey("conversations.Delivery", models.SET_NULL, null=True)

    def __str__(self):
        return f"left out of {self.message}"
